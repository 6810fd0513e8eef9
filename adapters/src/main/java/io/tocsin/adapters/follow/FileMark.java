package io.tocsin.adapters.follow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.zip.CRC32C;

/**
 * What tells one content of a log from another, also after a restart: the file itself, which keeps
 * its identity when it is renamed, and how it begins, which changes when it is truncated and
 * written anew or when its identity goes to another file.
 *
 * @param identity of the file; its path where the file system knows no other
 * @param head the length and the checksum of its first bytes, {@code 256-1a2b3c4d}
 */
public record FileMark(String identity, String head) {
  static final int HEAD_BYTES = 256;

  /** Whether there was no file yet. */
  public boolean isOfNone() {
    return identity.isEmpty();
  }

  static FileMark of(String identity, byte[] head) {
    return new FileMark(identity, head.length + "-" + checksum(head));
  }

  static String identity(Path file) throws IOException {
    Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    return Objects.toString(key, file.toRealPath().toString());
  }

  /** Whether the file is the marked one and still begins as it did. */
  boolean fits(Path file) throws IOException {
    if (!Files.isRegularFile(file) || !identity(file).equals(identity)) {
      return false;
    }
    int length = Integer.parseInt(head.substring(0, head.indexOf('-')));
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return of(identity, head(channel, length)).equals(this);
    }
  }

  /** The first bytes, fewer where the file is shorter; leaves the position as it is. */
  static byte[] head(FileChannel channel, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) > 0) {
      // a read may give less than there is
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  private static String checksum(byte[] bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes);
    return HexFormat.of().toHexDigits((int) checksum.getValue());
  }
}
