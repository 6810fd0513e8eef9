package io.tocsin.adapters.follow;

import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Year;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A followed log as JSON events: the tail of a file with the format that its first lines have. Not
 * thread-safe.
 */
public final class LogFollower implements Closeable {
  private static final int FIRST_LINES = 50;

  private final FileTail tail;
  private final FollowFormat format;
  private final LineParser parser;
  private List<String> firstLines;
  private final boolean goesOn;
  private boolean caughtUp;
  private long lines;
  private long skipped;

  private LogFollower(
      FileTail tail, FollowFormat format, LineParser parser, List<String> first, boolean goesOn) {
    this.goesOn = goesOn;
    this.tail = tail;
    this.format = format;
    this.parser = parser;
    this.firstLines = first;
  }

  /**
   * Opens a log at its beginning.
   *
   * @param file the log; it may be absent or empty so far where the format is given
   * @param format its format; null to find it by its first lines
   * @param year the year of its first line; null for the latest possible (traditional syslog only)
   * @param zone the zone of times without one
   * @param before the content that an earlier run followed, which is read first where rotation has
   *     moved it; null for none
   * @throws TocsinException {@link ErrorCode#BAD_ARGUMENT} where the file cannot be read or its
   *     format is not known
   */
  public static LogFollower open(
      Path file,
      @Nullable FollowFormat format,
      @Nullable Year year,
      ZoneId zone,
      @Nullable FileMark before) {
    try {
      FileTail marked = before == null ? null : FileTail.openMarked(file, before);
      FileTail tail = marked != null ? marked : begin(file, format);
      List<String> first = tail.poll(FIRST_LINES, Duration.ZERO);
      FollowFormat found = format;
      if (found == null) {
        found = FollowFormat.detect(first).orElse(null);
      }
      if (found == null) {
        tail.close();
        throw unknown(file, first);
      }
      return new LogFollower(
          tail, found, found.parser(year, zone, Clock.systemUTC()), first, marked != null);
    } catch (NoSuchFileException e) {
      throw bad(
          "The log [%s] is not there, so its format cannot be found.\nMaybe the name is another one, or name the format to wait for the log: --format sshd."
              .formatted(file),
          e);
    } catch (AccessDeniedException e) {
      throw bad(
          "The log [%s] may not be read by this user.\nMaybe a group such as adm may read it."
              .formatted(file),
          e);
    } catch (IOException e) {
      throw bad("The log [%s] cannot be read: [%s].".formatted(file, e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TocsinException(
          ErrorCode.UNAVAILABLE, "Opening the log [" + file + "] was interrupted.", e);
    }
  }

  private static FileTail begin(Path file, @Nullable FollowFormat format) throws IOException {
    return format == null ? FileTail.open(file) : FileTail.openOrAwait(file);
  }

  private static TocsinException bad(String message, IOException cause) {
    return new TocsinException(ErrorCode.BAD_ARGUMENT, message, cause);
  }

  private static TocsinException unknown(Path file, List<String> first) {
    return new TocsinException(
        ErrorCode.BAD_ARGUMENT,
        first.isEmpty()
            ? "The log ["
                + file
                + "] has no line yet, so its format cannot be found.\nMaybe name it, for example: --format sshd."
            : "The log ["
                + file
                + "] has a format that is not known; its first line is ["
                + first.get(0).substring(0, Math.min(200, first.get(0).length()))
                + "].\nMaybe it is neither syslog with sshd, nor a common or combined access log, nor JSON lines.");
  }

  /** Whether it began with the content that an earlier run followed. */
  public boolean goesOn() {
    return goesOn;
  }

  /** Whether the last poll found nothing, so that everything has been read. */
  public boolean isCaughtUp() {
    return caughtUp;
  }

  /** The content that the events of the last poll were of. */
  public FileMark mark() {
    return tail.mark();
  }

  /** How many contents were begun so far; see {@link FileTail#files()}. */
  public int files() {
    return tail.files();
  }

  /** The format of the log. */
  public FollowFormat format() {
    return format;
  }

  /**
   * The events of the next lines, as JSON.
   *
   * @param most how many lines at most
   * @param wait how long to wait for the first line; zero to return at once
   * @return empty where no line came in time, or none of the format
   */
  public List<String> poll(int most, Duration wait) throws IOException, InterruptedException {
    List<String> next = firstLines.isEmpty() ? tail.poll(most, wait) : firstLines;
    caughtUp = next.isEmpty();
    firstLines = List.of();
    List<String> events = new ArrayList<>(next.size());
    for (String line : next) {
      lines++;
      String event = parser.parse(line);
      if (event == null) {
        skipped++;
      } else {
        events.add(event);
      }
    }
    return events;
  }

  /** How many lines were read. */
  public long lines() {
    return lines;
  }

  /** How many of them were none of the format. */
  public long skipped() {
    return skipped;
  }

  @Override
  public void close() throws IOException {
    tail.close();
  }
}
