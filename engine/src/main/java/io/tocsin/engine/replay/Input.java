package io.tocsin.engine.replay;

import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.pack.Pack;
import io.tocsin.engine.pack.Source;
import io.tocsin.engine.pack.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * One input of a replay.
 *
 * @param topic the source or table that it is for
 * @param file JSON lines, or CSV where the name says so (or the source); compressed with gzip or
 *     not
 */
public record Input(String topic, Path file) {

  /**
   * Reads an argument: {@code topic=FILE}, or a bare {@code FILE} for a pack with one source.
   *
   * @throws TocsinException {@link ErrorCode#BAD_ARGUMENT} where the pack has no such source or
   *     table, or several sources and none is named, or the file is not there
   */
  public static Input parse(String argument, Pack pack) {
    List<Source> sources = pack.sources();
    int equals = argument.indexOf('=');
    String name = equals < 0 ? "" : argument.substring(0, equals);
    List<String> topics =
        Stream.concat(sources.stream().map(Source::topic), pack.tables().stream().map(Table::topic))
            .toList();
    if (topics.contains(name)) {
      return checked(new Input(name, Path.of(argument.substring(equals + 1))));
    }
    if (equals >= 0 && !Files.exists(Path.of(argument))) {
      throw new TocsinException(
          ErrorCode.BAD_ARGUMENT,
          "The pack has no source or table [%s].\nMaybe one of %s.".formatted(name, topics));
    }
    if (sources.size() != 1) {
      throw new TocsinException(
          ErrorCode.BAD_ARGUMENT,
          "The input [%s] names no source, and the pack has %d.\nMaybe write topic=FILE, with one of %s."
              .formatted(argument, sources.size(), topics));
    }
    return checked(new Input(sources.get(0).topic(), Path.of(argument)));
  }

  private static Input checked(Input input) {
    if (!Files.isReadable(input.file) || Files.isDirectory(input.file)) {
      throw new TocsinException(
          ErrorCode.BAD_ARGUMENT,
          "The input [%s] is no file that can be read.\nMaybe its path is wrong."
              .formatted(input.file));
    }
    return input;
  }

  boolean isCsv() {
    String name = file.getFileName().toString();
    return name.endsWith(".csv") || name.endsWith(".csv.gz");
  }
}
