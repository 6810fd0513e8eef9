package io.tocsin.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Ends of periods, across the changes of clocks. */
class PeriodTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final long HOUR = 3_600_000;
  private static final long DAY = 24 * HOUR;

  @Test
  void withoutAZoneTheyAreTheMultiplesOfTheEpoch() {
    Period minute = new Period(60_000, null);
    assertThat(minute.next(0)).isZero();
    assertThat(minute.next(1)).isEqualTo(60_000);
    assertThat(minute.next(60_000)).isEqualTo(60_000);
    assertThat(minute.next(-1)).isZero();
    assertThat(minute.next(-60_001)).isEqualTo(-60_000);
  }

  @Test
  void aDayEndsAtLocalMidnightWhateverItsLength() {
    assertThat(ends(new Period(DAY, BERLIN), BERLIN, "2026-03-28T00:00", "2026-03-31T00:00"))
        .containsExactly(
            "2026-03-28T00:00+01:00[Europe/Berlin]",
            "2026-03-29T00:00+01:00[Europe/Berlin]",
            "2026-03-30T00:00+02:00[Europe/Berlin]",
            "2026-03-31T00:00+02:00[Europe/Berlin]");
    Period day = new Period(DAY, BERLIN);
    long end = millis("2026-03-30T00:00", BERLIN);
    assertThat(end - day.windowFrom(end, DAY)).isEqualTo(23 * HOUR);
    long autumn = millis("2026-10-26T00:00", BERLIN);
    assertThat(autumn - day.windowFrom(autumn, DAY)).isEqualTo(25 * HOUR);
    assertThat(autumn - day.windowFrom(autumn, HOUR)).isEqualTo(HOUR);
  }

  @Test
  void anHourEndsOnEachFullHourThatClocksShow() {
    Period hour = new Period(HOUR, BERLIN);
    assertThat(ends(hour, BERLIN, "2026-03-29T00:00", "2026-03-29T05:00"))
        .containsExactly(
            "2026-03-29T00:00+01:00[Europe/Berlin]",
            "2026-03-29T01:00+01:00[Europe/Berlin]",
            "2026-03-29T03:00+02:00[Europe/Berlin]",
            "2026-03-29T04:00+02:00[Europe/Berlin]",
            "2026-03-29T05:00+02:00[Europe/Berlin]");
    assertThat(ends(hour, BERLIN, "2026-10-25T01:00", "2026-10-25T04:00"))
        .containsExactly(
            "2026-10-25T01:00+02:00[Europe/Berlin]",
            "2026-10-25T02:00+02:00[Europe/Berlin]",
            "2026-10-25T02:00+01:00[Europe/Berlin]",
            "2026-10-25T03:00+01:00[Europe/Berlin]",
            "2026-10-25T04:00+01:00[Europe/Berlin]");
  }

  @Test
  void whereClocksAreForwardedOverAMultipleTheChangeTakesItsPlace() {
    assertThat(ends(new Period(2 * HOUR, BERLIN), BERLIN, "2026-03-29T00:00", "2026-03-29T06:00"))
        .containsExactly(
            "2026-03-29T00:00+01:00[Europe/Berlin]",
            "2026-03-29T03:00+02:00[Europe/Berlin]",
            "2026-03-29T04:00+02:00[Europe/Berlin]",
            "2026-03-29T06:00+02:00[Europe/Berlin]");
    // In Beirut clocks go from 00:00 to 01:00: the day begins at 01:00.
    ZoneId beirut = ZoneId.of("Asia/Beirut");
    assertThat(ends(new Period(DAY, beirut), beirut, "2022-03-26T00:00", "2022-03-28T00:00"))
        .containsExactly(
            "2022-03-26T00:00+02:00[Asia/Beirut]",
            "2022-03-27T01:00+03:00[Asia/Beirut]",
            "2022-03-28T00:00+03:00[Asia/Beirut]");
  }

  @Test
  void midnightCountsOnceWhereItComesTwice() {
    // In Havana clocks go back from 01:00 to 00:00.
    ZoneId havana = ZoneId.of("America/Havana");
    assertThat(ends(new Period(DAY, havana), havana, "2022-11-05T00:00", "2022-11-07T00:00"))
        .containsExactly(
            "2022-11-05T00:00-04:00[America/Havana]",
            "2022-11-06T00:00-04:00[America/Havana]",
            "2022-11-07T00:00-05:00[America/Havana]");
  }

  @Test
  void noTimeIsSkippedAndNoneComesTwice() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<String> zones = List.copyOf(new java.util.TreeSet<>(ZoneId.getAvailableZoneIds()));
    for (int i = 0; i < 3_000; i++) {
      ZoneId zone = ZoneId.of(zones.get(random.nextInt(zones.size())));
      long length = random.nextBoolean() ? DAY : HOUR * (1 + random.nextInt(12));
      Period period = new Period(length, zone);
      long time = 946_684_800_000L + (long) (random.nextDouble() * 1_000_000_000_000L);
      long first = period.next(time);
      long second = period.next(first + 1);
      String what = "seed %d, zone %s, length %d, time %d".formatted(seed, zone, length, time);
      assertThat(first).as(what).isGreaterThanOrEqualTo(time);
      assertThat(second).as(what).isGreaterThan(first);
      assertThat(period.next(first)).as(what).isEqualTo(first);
      assertThat(second - first).as(what).isLessThanOrEqualTo(length + DAY);
      assertThat(period.next(second - 1)).as(what).isEqualTo(second);
      assertThat(period.windowFrom(second, length)).as(what).isEqualTo(first);
    }
  }

  private static List<String> ends(Period period, ZoneId zone, String from, String until) {
    List<String> ends = new ArrayList<>();
    long last = millis(until, zone);
    for (long end = period.next(millis(from, zone)); end <= last; end = period.next(end + 1)) {
      ends.add(Instant.ofEpochMilli(end).atZone(zone).toString());
    }
    return ends;
  }

  private static long millis(String local, ZoneId zone) {
    return LocalDateTime.parse(local).atZone(zone).toInstant().toEpochMilli();
  }
}
