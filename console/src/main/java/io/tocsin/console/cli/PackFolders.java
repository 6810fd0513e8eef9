package io.tocsin.console.cli;

import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds the packs of a folder: the folder itself, or those below it. */
final class PackFolders {

  private static final int DEPTH = 3;

  private PackFolders() {}

  /**
   * The pack's folder, or the folders of all packs at most three levels below, by name; at least
   * one.
   */
  static List<Path> in(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new TocsinException(
          ErrorCode.BAD_ARGUMENT, "There is no folder [%s].".formatted(folder));
    }
    if (Files.exists(folder.resolve("pack.yaml"))) {
      return List.of(folder);
    }
    try (Stream<Path> files = Files.walk(folder, DEPTH)) {
      List<Path> packs =
          files
              .filter(file -> file.endsWith("pack.yaml") && !file.toString().contains("/target/"))
              .map(Path::getParent)
              .sorted()
              .toList();
      if (packs.isEmpty()) {
        throw new TocsinException(
            ErrorCode.BAD_ARGUMENT,
            "No pack lies in or below [%s].%nMaybe name the folder that holds pack.yaml."
                .formatted(folder));
      }
      return packs;
    } catch (IOException | UncheckedIOException unreadable) {
      throw new TocsinException(
          ErrorCode.UNAVAILABLE,
          "The folder [%s] cannot be read: [%s].".formatted(folder, unreadable.getMessage()),
          unreadable);
    }
  }
}
