package io.tocsin.deploy;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A small file system in memory, where this machine lets the test mount one; else a skip. */
final class SmallDisk implements AutoCloseable {

  private static final int BLOCK = 4096;

  private final Path root;

  private SmallDisk(Path root) {
    this.root = root;
  }

  static SmallDisk mount(Path root, int kilobytes) throws Exception {
    String size = "size=" + kilobytes + "k";
    assumeTrue(
        Repository.has("mount")
            && Repository.run(
                        root, List.of("mount", "-t", "tmpfs", "-o", size, "tmpfs", root.toString()))
                    .status()
                == 0,
        "no right to mount: what happens on a full disk is not tested");
    return new SmallDisk(root);
  }

  Path root() {
    return root;
  }

  /** Takes all space that is left. */
  void fill() throws IOException {
    try (OutputStream filler = Files.newOutputStream(filler())) {
      for (int bytes = BLOCK; bytes > 0; bytes /= 2) {
        write(filler, new byte[bytes]);
      }
    }
  }

  private static void write(OutputStream filler, byte[] block) {
    try {
      while (true) {
        filler.write(block);
      }
    } catch (IOException full) {
      // As it should be.
    }
  }

  void free() throws IOException {
    Files.delete(filler());
  }

  private Path filler() {
    return root.resolve("filler");
  }

  @Override
  public void close() throws Exception {
    // Lazily, because a process that was just killed may still be seen in it.
    Repository.run(root.getParent(), List.of("umount", "-l", root.toString()));
  }
}
