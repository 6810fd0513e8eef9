package io.tocsin.bench.planted;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A patch with a bug.
 *
 * @param patch the file: some lines of {@code Name: value}, then the patch as git writes it
 * @param bug what is wrong, one sentence
 * @param check {@code test MODULE CLASS[#METHOD]}, {@code it MODULE CLASS[#METHOD]} or {@code kill
 *     TIMES}
 * @param expect what the failing check says; a failure for another reason is no catch
 */
public record PlantedBug(Path patch, String bug, String check, Pattern expect) {

  /** All bugs of a folder, by number. */
  public static List<PlantedBug> all(Path folder) throws IOException {
    List<PlantedBug> bugs = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(name -> name.toString().endsWith(".patch")).sorted().toList()) {
        bugs.add(read(file));
      }
    }
    return bugs;
  }

  private static PlantedBug read(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    return new PlantedBug(
        file,
        header(file, lines, "Bug"),
        header(file, lines, "Check"),
        Pattern.compile(header(file, lines, "Expect")));
  }

  private static String header(Path file, List<String> lines, String name) {
    for (String line : lines) {
      if (line.startsWith("diff ")) {
        break;
      }
      if (line.startsWith(name + ": ")) {
        return line.substring(name.length() + 2);
      }
    }
    throw new IllegalArgumentException(
        "The patch [%s] has no line [%s: ...] at its head.".formatted(file, name));
  }

  /** The file's name without its ending, such as {@code 07-epoch-ignored}. */
  public String name() {
    return patch.getFileName().toString().replace(".patch", "");
  }

  /** The command that runs the check in a tree. */
  List<String> command() {
    String[] words = check.split(" ");
    if (words[0].equals("kill")) {
      return List.of("bench/run", "kill", "--times", words[1], "--rate", "800");
    }
    List<String> command = new ArrayList<>(List.of("./mvnw", "-B", "-ntp", "-o", "-q"));
    command.addAll(List.of("-pl", words[1], "-am", "-Dspotless.check.skip"));
    // The bug need not please a linter.
    command.addAll(List.of("-Derror-prone.main=-Xlint:none", "-Derror-prone.test=-Xlint:none"));
    command.add("-Dsurefire.failIfNoSpecifiedTests=false");
    if (words[0].equals("test")) {
      command.addAll(List.of("-Dtest=" + words[2], "test"));
    } else {
      command.addAll(List.of("-Dtest=NoUnit", "-Dit.test=" + words[2]));
      command.addAll(List.of("-Dfailsafe.failIfNoSpecifiedTests=false", "verify"));
    }
    return command;
  }
}
