package io.tocsin.adapters.follow;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Event times of syslog lines, read in the order of the log.
 *
 * <p>A traditional line says {@code Dec 31 23:59:58} and no year. The first line gets the given
 * year (or the latest one that does not put it into the future); from then on the log tells: a line
 * more than a month before the one before it begins the next year ({@code Dec 31}, then {@code Jan
 * 1}), and one more than eleven months after it is a straggler of the year before ({@code Jan 1},
 * then {@code Dec 31}). Everything between is the same year, so a gap of up to eleven months is
 * read rightly.
 */
final class SyslogTime {
  private static final List<String> MONTHS =
      List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");
  private static final int FURTHEST_BACK_DAYS = 31;
  private static final int FURTHEST_AHEAD_DAYS = 334;

  /** {@code +01:00}, {@code +0100} and {@code Z}; rsyslog writes the first, journald the second. */
  private static final DateTimeFormatter ISO =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .optionalStart()
          .appendOffset("+HH:MM", "Z")
          .optionalEnd()
          .optionalStart()
          .appendOffset("+HHMM", "Z")
          .optionalEnd()
          .toFormatter();

  private final ZoneId zone;
  private final Clock clock;
  private final @Nullable Year firstYear;
  private @Nullable LocalDateTime last;

  SyslogTime(@Nullable Year firstYear, ZoneId zone, Clock clock) {
    this.firstYear = firstYear;
    this.zone = zone;
    this.clock = clock;
  }

  /**
   * The time of a traditional line, epoch milliseconds.
   *
   * @param month the English short name
   * @throws DateTimeException where there is no such time
   */
  long traditional(String month, int day, int hour, int minute, int second) {
    int number = MONTHS.indexOf(month) + 1; // 0 is refused below
    LocalDateTime time =
        last == null
            ? first(number, day, hour, minute, second)
            : next(last, number, day, hour, minute, second);
    if (last == null || time.isAfter(last)) {
      last = time;
    }
    return time.atZone(zone).toInstant().toEpochMilli();
  }

  private LocalDateTime first(int month, int day, int hour, int minute, int second) {
    if (firstYear != null) {
      return LocalDateTime.of(firstYear.getValue(), month, day, hour, minute, second);
    }
    ZonedDateTime tomorrow = ZonedDateTime.now(clock).withZoneSameInstant(zone).plusDays(1);
    int year = tomorrow.getYear();
    // At most a leap year's distance, because only 29 February can fail.
    for (int back = 0; ; back++) {
      if (Year.of(year - back).isValidMonthDay(MonthDay.of(month, day)) || back == 8) {
        LocalDateTime time = LocalDateTime.of(year - back, month, day, hour, minute, second);
        if (!time.isAfter(tomorrow.toLocalDateTime())) {
          return time;
        }
      }
    }
  }

  private static LocalDateTime next(
      LocalDateTime last, int month, int day, int hour, int minute, int second) {
    int year = last.getYear();
    if (month == 2 && day == 29 && !Year.isLeap(year)) {
      year += Year.isLeap(year + 1) ? 1 : 0; // a year has passed without a line
    }
    LocalDateTime sameYear = LocalDateTime.of(year, month, day, hour, minute, second);
    if (sameYear.isBefore(last.minusDays(FURTHEST_BACK_DAYS))) {
      return sameYear.plusYears(1);
    }
    return sameYear.isAfter(last.plusDays(FURTHEST_AHEAD_DAYS)) ? sameYear.minusYears(1) : sameYear;
  }

  /**
   * The time of an ISO-8601 line, epoch milliseconds; in the zone of the log where it has no
   * offset.
   *
   * @throws DateTimeException where the text is no time
   */
  long iso(String text) {
    TemporalAccessor time = ISO.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
    Instant instant =
        time instanceof OffsetDateTime exact
            ? exact.toInstant()
            : LocalDateTime.from(time).atZone(zone).toInstant();
    return instant.toEpochMilli();
  }
}
