package io.tocsin.engine.conformance;

/**
 * Conditions about the calendar of a zone, where its clocks change. Stories begin at
 * 2024-01-01T00:00Z; in Berlin clocks go forward 90 days and 1 hour after it, and back 300 days and
 * 1 hour after it.
 */
final class CalendarConditionTest extends ConformanceTable {
  private static final String TYPES =
      """
      import java.time.DayOfWeek
      import java.time.Instant
      import java.time.LocalTime
      import java.time.ZoneId
      import java.time.ZonedDateTime

      declare A @role(event) @timestamp(at)
        k : String
        at : long
      end
      declare B @role(event) @timestamp(at)
        k : String
        at : long
      end
      """;

  private static final String TABLE =
      """
      rule "hour" when A( $k : k, Instant.ofEpochMilli(at).atZone(ZoneId.of("Europe/Berlin")).getHour() == 2 ) then alerts.raise($k); end
      an hour that is left out             | 90d A u; 90d30m A v; 90d1h A w; 90d1h30m A x; 90d2h A y |
      the hour before the change           | 89d1h A v; 89d1h59m A w; 89d2h A x | 7693200s v; 7696740s w
      an hour that comes twice             | 299d23h59m A u; 300d A v; 300d30m A w; 300d1h A x; 300d1h59m A y; 300d2h A z | 25920000s v; 25921800s w; 25923600s x; 25927140s y

      rule "sunday" when A( $k : k, Instant.ofEpochMilli(at).atZone(ZoneId.of("Europe/Berlin")).getDayOfWeek() == DayOfWeek.SUNDAY ) then alerts.raise($k); end
      a day of 23 hours                    | 89d22h59m A u; 89d23h A v; 90d21h59m A w; 90d22h A x | 7772400s v; 7855140s w
      a day of 25 hours                    | 299d21h59m A u; 299d22h A v; 300d22h59m A w; 300d23h A x | 25912800s v; 26002740s w

      rule "closed" when A( $k : k, $t : (Instant.ofEpochMilli(at).atZone(ZoneId.of("Europe/Berlin")).toLocalTime()), $t.isBefore(LocalTime.of(6, 0)) || $t.isAfter(LocalTime.of(22, 0)) ) then alerts.raise($k, "t", $t.toString()); end
      a time of day, in winter             | 4h59m A v; 5h A u; 21h1m A w | 17940s v t=05:59; 75660s w t=22:01
      the same time of day, in summer      | 180d3h59m A v; 180d4h A u; 180d20h1m A w | 15566340s v t=05:59; 15624060s w t=22:01

      rule "night count" when groupby( A( $k : k, Instant.ofEpochMilli(at).atZone(ZoneId.of("Europe/Berlin")).getHour() < 4 ) over window:time(2h); $key : $k; $n : count(1); $n >= 2 ) then alerts.raise($key, "n", $n); end
      a window is a length of time: forward | 90d59m A x; 90d1h A x; 90d1h59m A x; 90d2h A x | 7779600s x n=2; 7783140s x n=3
      a window is a length of time: back   | 300d A x; 300d1h A x; 300d2h A x; 300d2h59m A x; 300d3h A x | 25923600s x n=2; 25927200s x n=2; 25930740s x n=3

      rule "same day" when $a : A( $k : k, $d : (Instant.ofEpochMilli(at).atZone(ZoneId.of("Europe/Berlin")).toLocalDate()) ) B( k == $k, Instant.ofEpochMilli(at).atZone(ZoneId.of("Europe/Berlin")).toLocalDate() == $d, this after[0s,25h] $a ) then alerts.raise($k); end
      of one day of 23 hours               | 89d23h A x; 90d21h59m B x; 90d22h B x | 7855140s x
      of one day of 25 hours               | 299d22h A x; 300d22h59m B x; 300d23h B x | 26002740s x

      rule "no b that day" when $a : A( $k : k, $end : (Instant.ofEpochMilli(at).atZone(ZoneId.of("Europe/Berlin")).toLocalDate().plusDays(1).atStartOfDay(ZoneId.of("Europe/Berlin")).toInstant().toEpochMilli()) ) not B( k == $k, at < $end, this after[0s,25h] $a ) then alerts.raise($k); end
      none until midnight, 23 hours later  | 89d23h A x; 90d22h B x | 7862400s x
      none until midnight, 25 hours later  | 299d22h A x; 300d23h B x | 26002800s x
      one before midnight                  | 89d23h A x; 90d21h59m B x; 299d22h A y; 300d22h59m B y |
      """;

  CalendarConditionTest() {
    super(TYPES, TABLE);
  }
}
