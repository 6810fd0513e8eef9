package io.tocsin.console.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.event.TocsinException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTokenTest {

  @TempDir private Path folder;

  @Test
  void isMadeOnceForItsOwnerAlone() throws IOException {
    Path file = folder.resolve("token");
    AccessToken made = AccessToken.in(file);
    String secret = Files.readString(file).strip();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(secret).hasSizeGreaterThanOrEqualTo(43);
    assertThat(made.matches(secret)).isTrue();
    assertThat(made.matches(secret + "x")).isFalse();
    assertThat(made.matches("")).isFalse();
    assertThat(made.matches(null)).isFalse();
    assertThat(made.toString()).doesNotContain(secret);
    assertThat(AccessToken.in(file).matches(secret)).isTrue();
  }

  @Test
  void isReadAndNeverMadeWhereOthersGiveIt() throws IOException {
    Path file = folder.resolve("given");
    assertThatThrownBy(() -> AccessToken.given(file))
        .isInstanceOf(TocsinException.class)
        .hasMessageContaining(file.toString());
    assertThat(file).doesNotExist();
    String secret = "a".repeat(40);
    Files.writeString(file, secret + "\n");
    assertThat(AccessToken.given(file).matches(secret)).isTrue();
  }

  @Test
  void refusesATokenThatCanBeGuessed() throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "secret\n");
    assertThatThrownBy(() -> AccessToken.in(file))
        .isInstanceOf(TocsinException.class)
        .hasMessageContaining("[6] characters")
        .hasMessageNotContaining("secret");
  }
}
