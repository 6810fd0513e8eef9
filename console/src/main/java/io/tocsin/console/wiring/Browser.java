package io.tocsin.console.wiring;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows an address in the desktop's browser, where there is a desktop. */
final class Browser {

  private static final Logger LOG = LoggerFactory.getLogger(Browser.class);

  private Browser() {}

  static void show(String address) {
    Map<String, String> environment = System.getenv();
    boolean mac = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac");
    boolean desktop =
        environment.containsKey("DISPLAY") || environment.containsKey("WAYLAND_DISPLAY");
    if (!mac && !desktop) {
      return;
    }
    try {
      new ProcessBuilder(List.of(mac ? "open" : "xdg-open", address))
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException none) {
      LOG.atDebug().setCause(none).log("No browser to show the page in");
    }
  }
}
