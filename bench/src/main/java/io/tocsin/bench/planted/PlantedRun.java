package io.tocsin.bench.planted;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Plants bugs in a copy of the tree, one after the other. The copy takes what is built along, so
 * that only what a patch changes is built again.
 */
public final class PlantedRun {
  private static final long MOST_MINUTES = 20;

  private final Path scratch;
  private final Path tree;
  private final Path log;

  /**
   * @param root the tree
   * @param scratch an empty folder for the copy
   */
  public PlantedRun(Path root, Path scratch) throws IOException, InterruptedException {
    this.scratch = scratch.toAbsolutePath();
    this.tree = Files.createDirectory(scratch.resolve("tree"));
    this.log = scratch.resolve("check.log");
    String copy =
        "tar -C \"$0\" --exclude=./.git --exclude=./.tocsin -cf - . | tar -C \"$1\" -xf -";
    if (run(scratch, List.of("sh", "-c", copy, root.toString(), tree.toString())) != 0) {
      throw new IOException("The tree cannot be copied: " + said());
    }
  }

  /**
   * How a bug fared.
   *
   * @param caught whether its check failed and said what it should
   * @param detail the last lines of what it said where it was not caught
   */
  public record Outcome(boolean caught, String detail) {}

  /** Plants a bug, runs its check, and takes it out again. */
  public Outcome plant(PlantedBug bug) throws IOException, InterruptedException {
    apply(bug, "--whitespace=nowarn");
    try {
      int exit = run(tree, bug.command());
      String said = said();
      boolean built = !said.contains("COMPILATION ERROR") && !said.contains("the build failed");
      boolean caught = exit != 0 && built && bug.expect().matcher(said).find();
      String end = said.substring(Math.max(0, said.length() - 2_000));
      return new Outcome(caught, caught ? "" : "exit code %d: %s".formatted(exit, end));
    } finally {
      apply(bug, "-R");
    }
  }

  private void apply(PlantedBug bug, String option) throws IOException, InterruptedException {
    String patch = bug.patch().toAbsolutePath().toString();
    if (run(tree, List.of("git", "apply", option, patch)) != 0) {
      throw new IOException("The patch [%s] does not apply: %s".formatted(bug.name(), said()));
    }
  }

  private int run(Path folder, List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    // The copy has no repository, and one above it is not meant.
    builder.environment().put("GIT_CEILING_DIRECTORIES", scratch.toString());
    Process process = builder.start();
    try {
      if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
        throw new IOException("[%s] takes more than %d minutes.".formatted(command, MOST_MINUTES));
      }
      return process.exitValue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private String said() throws IOException {
    return Files.readString(log);
  }
}
