package io.tocsin.console.web;

import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The secret that lets a request write. It is made once, lies in a file that only its owner may
 * read, and is never printed or logged.
 */
public final class AccessToken {

  private static final int BYTES = 32;
  private static final int SHORTEST = 32;

  private final Path file;
  private final byte[] secret;

  private AccessToken(Path file, String secret) {
    this.file = file;
    this.secret = secret.getBytes(StandardCharsets.UTF_8);
  }

  /** Reads the token from the file, which is made with a new one where it is absent. */
  public static AccessToken in(Path file) {
    try {
      if (!Files.exists(file)) {
        write(file);
      }
      return read(file);
    } catch (IOException unwritable) {
      throw unusable(file, unwritable);
    }
  }

  /** Reads the token that somebody else has put into the file. */
  public static AccessToken given(Path file) {
    try {
      return read(file);
    } catch (IOException unreadable) {
      throw unusable(file, unreadable);
    }
  }

  private static AccessToken read(Path file) throws IOException {
    String secret = Files.readString(file).strip();
    if (secret.length() < SHORTEST) {
      throw new TocsinException(
          ErrorCode.BAD_CONFIGURATION,
          "The token in [%s] has [%d] characters, and at least [%d] are needed.%nMaybe remove the file: a start makes a new one in the data directory."
              .formatted(file, secret.length(), SHORTEST));
    }
    return new AccessToken(file, secret);
  }

  private static TocsinException unusable(Path file, IOException cause) {
    return new TocsinException(
        ErrorCode.UNAVAILABLE,
        "The token file [%s] cannot be used: [%s].".formatted(file, cause),
        cause);
  }

  private static void write(Path file) throws IOException {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] ownerOnly =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.deleteIfExists(part);
    // Created with its mode, because a chmod afterwards leaves a moment in which others can read.
    Files.createFile(part, ownerOnly);
    try {
      Files.writeString(
          part,
          Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n",
          StandardOpenOption.WRITE);
      // Because a full disk leaves an empty file, which would stop every later start.
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** Where it lies. */
  public Path file() {
    return file;
  }

  /**
   * Whether the presented secret is this one, in a time that does not depend on where they differ.
   */
  boolean matches(@Nullable String presented) {
    return presented != null
        && MessageDigest.isEqual(secret, presented.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "AccessToken[" + file + "]";
  }
}
