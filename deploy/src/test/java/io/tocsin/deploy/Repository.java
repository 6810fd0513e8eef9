package io.tocsin.deploy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The checkout that the tests run in, and the tools of the machine that look at it. */
final class Repository {

  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  static final Path DEPLOY = ROOT.resolve("deploy");
  static final Path PAYMENTS = ROOT.resolve("rules/payment-burst");

  private static final long TOOL_SECONDS = 60;

  /** How a tool ended, and what it said to both outputs. */
  record Ran(int status, String said) {}

  private Repository() {}

  static boolean has(String tool) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
  }

  static Ran run(Path folder, List<String> command) throws IOException, InterruptedException {
    Path said = Files.createTempFile("said", ".log");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      if (!process.waitFor(TOOL_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(command + " takes longer than " + TOOL_SECONDS + " s");
      }
      return new Ran(process.exitValue(), Files.readString(said, StandardCharsets.UTF_8));
    } finally {
      Files.delete(said);
    }
  }
}
