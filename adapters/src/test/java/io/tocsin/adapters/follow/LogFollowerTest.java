package io.tocsin.adapters.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.tocsin.engine.event.TocsinException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFollowerTest {
  private static final String ACCESS =
      "192.0.2.7 - - [17/May/2015:10:05:03 +0000] \"GET / HTTP/1.1\" 200 12";

  @TempDir Path folder;

  @Test
  void theFormatIsFoundByTheFirstLines() throws Exception {
    Path log = write("not a request", ACCESS, ACCESS);
    try (LogFollower follower = LogFollower.open(log, null, null, ZoneOffset.UTC, null)) {
      assertThat(follower.format()).isEqualTo(FollowFormat.WEB_ACCESS);
      assertThat(follower.format().pack()).isEqualTo("web-abuse");
      assertThat(follower.poll(10, Duration.ZERO)).hasSize(2);
      Files.write(log, List.of(ACCESS), java.nio.file.StandardOpenOption.APPEND);
      assertThat(follower.poll(10, Duration.ZERO)).hasSize(1);
      assertThat(follower.lines()).isEqualTo(4);
      assertThat(follower.skipped()).isEqualTo(1);
    }
  }

  @Test
  void jsonLinesComeAsTheyAreEvenWhenTheyAreBroken() throws Exception {
    Path log = write("{\"ts\": 1}", "{ broken", " {\"a\":[1, 2]}");
    try (LogFollower follower = LogFollower.open(log, null, null, ZoneOffset.UTC, null)) {
      assertThat(follower.format().label()).isEqualTo("json");
      assertThat(follower.poll(10, Duration.ZERO))
          .containsExactly("{\"ts\": 1}", "{ broken", " {\"a\":[1, 2]}");
    }
  }

  @Test
  void anUnknownFormatAnEmptyFileAndNoFileAreTold() throws Exception {
    Path strange = write("what is this");
    Path empty = write();
    Path none = folder.resolve("none");

    assertThatThrownBy(() -> LogFollower.open(strange, null, null, ZoneOffset.UTC, null))
        .isInstanceOf(TocsinException.class)
        .hasMessageContaining("[what is this]");
    assertThatThrownBy(() -> LogFollower.open(empty, null, null, ZoneOffset.UTC, null))
        .isInstanceOf(TocsinException.class)
        .hasMessageContaining("no line yet");
    assertThatThrownBy(() -> LogFollower.open(none, null, null, ZoneOffset.UTC, null))
        .isInstanceOf(TocsinException.class)
        .hasMessageContaining("[" + none + "] is not there")
        .hasMessageContaining("--format");
    assertThatThrownBy(() -> LogFollower.open(folder, null, null, ZoneOffset.UTC, null))
        .isInstanceOf(TocsinException.class)
        .hasMessageContaining("[" + folder + "]");
  }

  @Test
  void aFileThatMayNotBeReadIsTold() throws Exception {
    Path secret = write(ACCESS);
    Files.setPosixFilePermissions(secret, Set.of());
    assumeFalse(Files.isReadable(secret), "this user may read every file");

    assertThatThrownBy(() -> LogFollower.open(secret, null, null, ZoneOffset.UTC, null))
        .isInstanceOf(TocsinException.class)
        .hasMessageContaining("may not be read by this user");
  }

  @Test
  void aLogThatIsNotThereYetCanBeFollowedWhenItsFormatIsNamed() throws Exception {
    Path later = folder.resolve("later.log");
    try (LogFollower follower =
        LogFollower.open(later, FollowFormat.WEB_ACCESS, null, ZoneOffset.UTC, null)) {
      assertThat(follower.poll(10, Duration.ZERO)).isEmpty();
      assertThat(follower.isCaughtUp()).isTrue();
      Files.write(later, List.of("no request", ACCESS));
      assertThat(follower.poll(10, Duration.ZERO)).hasSize(1);
      assertThat(follower.skipped()).isEqualTo(1);
      assertThat(follower.isCaughtUp()).isFalse();
    }
  }

  @Test
  void whatAnEarlierRunFollowedIsReadFirst() throws Exception {
    Path log = write(ACCESS);
    FileMark mark;
    try (LogFollower follower = LogFollower.open(log, null, null, ZoneOffset.UTC, null)) {
      assertThat(follower.goesOn()).isFalse();
      assertThat(follower.poll(10, Duration.ZERO)).hasSize(1);
      mark = follower.mark();
    }
    Files.move(log, folder.resolve("rotated"));
    Files.write(log, List.of(ACCESS, ACCESS));
    try (LogFollower follower = LogFollower.open(log, null, null, ZoneOffset.UTC, mark)) {
      assertThat(follower.goesOn()).isTrue();
      assertThat(follower.poll(10, Duration.ZERO)).hasSize(1);
      assertThat(follower.mark()).isEqualTo(mark);
      assertThat(follower.poll(10, Duration.ZERO)).hasSize(2);
      assertThat(follower.files()).isEqualTo(2);
    }
  }

  @Test
  void anEmptyFileCanBeFollowedWhenItsFormatIsNamed() throws Exception {
    try (LogFollower follower =
        LogFollower.open(write(), FollowFormat.WEB_ACCESS, null, ZoneOffset.UTC, null)) {
      assertThat(follower.poll(10, Duration.ZERO)).isEmpty();
    }
  }

  private Path write(String... lines) throws Exception {
    return Files.write(Files.createTempFile(folder, "log", ".log"), List.of(lines));
  }
}
