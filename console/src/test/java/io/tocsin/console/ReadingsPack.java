package io.tocsin.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A pack of a user's own: alerts at each reading of a sensor from the third one on. */
final class ReadingsPack {

  static final String NAME = "third-reading";
  static final String TOPIC = "readings";
  static final String ALERTS = "sensor-alerts";

  private static final String PACK =
      """
      name: third-reading
      version: 1.0.0
      owner: tests
      description: From the third reading of a sensor within two days.
      sources:
        - topic: readings
          type: Reading
          time: at
      output:
        alerts: sensor-alerts
      """;
  private static final String DRL =
      """
      package third.reading

      declare Reading @role(event) @timestamp(at)
        sensor : String
        at : long
      end

      rule "Third reading"
      when
        groupby( Reading( $s : sensor ) over window:time(2d) ;
                 $sensor : $s ; $count : count(1) ; $count >= 3 )
      then
        alerts.raise($sensor, "count", $count);
      end
      """;

  private ReadingsPack() {}

  /** Writes it into a folder of its name. */
  static Path write(Path parent) throws IOException {
    Path pack = Files.createDirectory(parent.resolve(NAME));
    Files.writeString(pack.resolve("pack.yaml"), PACK);
    Files.writeString(pack.resolve("rules.drl"), DRL);
    return pack;
  }

  static String reading(String sensor, long at) {
    return "{\"sensor\":\"%s\",\"at\":%d}".formatted(sensor, at);
  }
}
