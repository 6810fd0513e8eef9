package io.tocsin.engine.event;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Event times as records and people write them. */
public final class EventTime {
  /**
   * From here on a number cannot be epoch milliseconds (year 5138): it is a finer unit or a
   * sentinel.
   */
  public static final long UNIT_LIMIT = 100_000_000_000_000L;

  private EventTime() {}

  /**
   * Reads an ISO-8601 time; what is finer than a millisecond is cut off.
   *
   * @param text a date and a time, {@code T} or a space between them, then an offset, {@code Z}, a
   *     zone in brackets or nothing, which means UTC; or a date alone, which means its first
   *     instant in UTC
   * @return epoch milliseconds; empty where the text is no such time
   */
  public static OptionalLong parseIso(String text) {
    long fast = utcSeconds(text);
    return fast != Long.MIN_VALUE ? OptionalLong.of(fast) : parseAny(text);
  }

  /**
   * Reads {@code yyyy-MM-ddTHH:mm:ss[.SSS]Z}, by far the most common form; MIN_VALUE for every
   * other.
   */
  private static long utcSeconds(String text) {
    int length = text.length();
    boolean fraction = length == 24;
    if ((length != 20 && !fraction) || text.charAt(length - 1) != 'Z') {
      return Long.MIN_VALUE;
    }
    if (text.charAt(4) != '-'
        || text.charAt(7) != '-'
        || (text.charAt(10) != 'T' && text.charAt(10) != ' ')
        || text.charAt(13) != ':'
        || text.charAt(16) != ':'
        || (fraction && text.charAt(19) != '.')) {
      return Long.MIN_VALUE;
    }
    int year = digits(text, 0, 4);
    int month = digits(text, 5, 7);
    int day = digits(text, 8, 10);
    int hour = digits(text, 11, 13);
    int minute = digits(text, 14, 16);
    int second = digits(text, 17, 19);
    int millis = fraction ? digits(text, 20, 23) : 0;
    if ((year | month | day | hour | minute | second | millis) < 0
        || month < 1
        || month > 12
        || day < 1
        || day > 28 && day > LocalDate.of(year, month, 1).lengthOfMonth()
        || hour > 23
        || minute > 59
        || second > 59) {
      return Long.MIN_VALUE;
    }
    long days = LocalDate.of(year, month, day).toEpochDay();
    return ((days * 24 + hour) * 60 + minute) * 60_000L + second * 1_000L + millis;
  }

  /** The number that the digits from start to end make; negative where one is no digit. */
  private static int digits(String text, int start, int end) {
    int value = 0;
    for (int i = start; i < end; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }

  private static OptionalLong parseAny(String text) {
    String iso = text.length() > 10 && text.charAt(10) == ' ' ? text.replaceFirst(" ", "T") : text;
    try {
      if (iso.length() == 10) {
        return OptionalLong.of(LocalDate.parse(iso).toEpochDay() * 86_400_000L);
      }
      TemporalAccessor parsed = DateTimeFormatter.ISO_DATE_TIME.parse(withColonInOffset(iso));
      @Nullable LocalDate date = parsed.query(TemporalQueries.localDate());
      @Nullable LocalTime time = parsed.query(TemporalQueries.localTime());
      @Nullable ZoneId zone = parsed.query(TemporalQueries.zone());
      if (date == null || time == null) {
        return OptionalLong.empty();
      }
      return OptionalLong.of(
          LocalDateTime.of(date, time)
              .atZone(zone == null ? ZoneOffset.UTC : zone)
              .toInstant()
              .toEpochMilli());
    } catch (DateTimeException | ArithmeticException noTime) {
      return OptionalLong.empty();
    }
  }

  /** {@code +0200} and {@code +02} as {@code +02:00}, because the formatter reads only that. */
  private static String withColonInOffset(String iso) {
    int sign = Math.max(iso.lastIndexOf('+'), iso.lastIndexOf('-'));
    if (sign <= 10) {
      return iso;
    }
    String offset = iso.substring(sign + 1);
    if (offset.matches("\\d{4}")) {
      return iso.substring(0, sign + 3) + ":" + offset.substring(2);
    }
    return offset.matches("\\d{2}") ? iso + ":00" : iso;
  }
}
