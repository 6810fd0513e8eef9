package io.tocsin.adapters.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class SshdLinesTest {
  private static final Clock NOW =
      Clock.fixed(Instant.parse("2024-03-10T12:00:00Z"), ZoneOffset.UTC);

  @Test
  void aFailureNamesItsAddressAndUser() {
    assertThat(
            parse(
                "Mar 27 13:06:56 bastion sshd[2414]: Failed password for invalid user pi from 192.0.2.7 port 50378"
                    + " ssh2"))
        .containsEntry("event", "failed_password")
        .containsEntry("ip", "192.0.2.7")
        .containsEntry("user", "pi")
        .containsEntry("port", 50378)
        .containsEntry("invalidUser", true)
        .containsEntry("repeat", 1)
        .containsEntry("host", "bastion")
        .containsEntry("proc", "sshd")
        .containsEntry("pid", 2414)
        .containsEntry("ts", millis("2017-03-27T13:06:56Z"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Accepted publickey for anna from 192.0.2.7 port 5 ssh2: RSA SHA256:Kl8 | accepted | anna | 192.0.2.7",
        "Accepted password for anna from 2001:db8::7 port 5 ssh2 | accepted | anna | 2001:db8::7",
        "Failed password for root from 192.0.2.7 port 5 ssh2 | failed_password | root | 192.0.2.7",
        "Failed keyboard-interactive/pam for root from 192.0.2.7 port 5 ssh2 | failed_password | root | 192.0.2.7",
        "Failed password for invalid user  from 192.0.2.7 port 5 ssh2 | failed_password | '' | 192.0.2.7",
        "message repeated 5 times: [ Failed password for root from 192.0.2.7 port 5 ssh2] | failed_password_repeated"
            + " | root | 192.0.2.7",
        "Failed publickey for root from 192.0.2.7 port 5 ssh2: RSA SHA256:aC2 | other | | ",
        "message repeated 2 times: [ Connection closed] | other | | ",
        "Connection closed by 192.0.2.7 port 5 [preauth] | other | | ",
        // Who fails to log in chooses the name; the last address is the true one.
        "Failed password for invalid user x from 10.0.0.1 port 1 ssh2 from 192.0.2.7 port 5 ssh2 | failed_password"
            + " | x from 10.0.0.1 port 1 ssh2 | 192.0.2.7",
      })
  void messagesAreToldApart(String message, String event, String user, String ip) {
    Map<String, Object> parsed = parse("Mar 27 13:06:56 bastion sshd[1]: " + message);

    assertThat(parsed.get("event")).isEqualTo(event);
    assertThat(parsed.get("user")).isEqualTo(user);
    assertThat(parsed.get("ip")).isEqualTo(ip);
    assertThat(parsed.get("msg")).isEqualTo(message);
  }

  @Test
  void otherProcessesMoveTimeAndShowNoText() {
    assertThat(parse("Mar 27 13:06:56 bastion sudo: anna : TTY=pts/0 ; COMMAND=/bin/ls"))
        .containsEntry("event", "other")
        .containsEntry("proc", "sudo")
        .containsEntry("pid", null)
        .containsEntry("msg", "");
    assertThat(parse("Mar 27 13:06:56 bastion CRON[77]:")).containsEntry("event", "other");
  }

  @ParameterizedTest
  @CsvSource({
    "2024-03-01T12:00:00Z, 2024-03-01T12:00:00Z",
    "2024-03-01T12:00:00.123456+01:00, 2024-03-01T11:00:00.123Z",
    "2024-03-01T12:00:00+0100, 2024-03-01T11:00:00Z",
    "2024-03-01T12:00:00, 2024-03-01T12:00:00Z",
  })
  void timesOfRsyslogAndJournaldAreReadWithTheirOffset(String text, String time) {
    assertThat(
            parse(
                text + " bastion sshd-session[9]: Failed password for root from 192.0.2.7 port 5"))
        .containsEntry("ts", millis(time))
        .containsEntry("event", "failed_password");
  }

  @Test
  void linesOfOtherKindsAndImpossibleTimesAreNoEvents() {
    SshdLines lines = lines(Year.of(2017), ZoneOffset.UTC);

    assertThat(lines.parse("")).isNull();
    assertThat(lines.parse("hello")).isNull();
    assertThat(lines.parse("Mar 27 13:06:56 bastion no colon here")).isNull();
    assertThat(lines.parse("Feb 31 13:06:56 bastion sshd[1]: x")).isNull();
    assertThat(lines.parse("Foo 1 13:06:56 bastion sshd[1]: x")).isNull();
    assertThat(lines.parse("2024-13-01T12:00:00Z bastion sshd[1]: x")).isNull();
  }

  @Test
  void theYearTurnsBetweenDecemberAndJanuary() {
    SshdLines lines = lines(Year.of(2022), ZoneOffset.UTC);

    assertThat(time(lines, "Dec 31 23:59:59")).isEqualTo(millis("2022-12-31T23:59:59Z"));
    assertThat(time(lines, "Jan  1 00:00:01")).isEqualTo(millis("2023-01-01T00:00:01Z"));
    assertThat(time(lines, "Dec 31 23:59:58")).isEqualTo(millis("2022-12-31T23:59:58Z"));
    assertThat(time(lines, "Jan  1 00:00:02")).isEqualTo(millis("2023-01-01T00:00:02Z"));
    assertThat(time(lines, "Aug  5 00:00:00")).isEqualTo(millis("2023-08-05T00:00:00Z"));
    assertThat(time(lines, "Aug  4 23:00:00")).isEqualTo(millis("2023-08-04T23:00:00Z"));
    assertThat(time(lines, "Feb 29 00:00:00")).isEqualTo(millis("2024-02-29T00:00:00Z"));
  }

  @Test
  void withoutAYearTheFirstLineIsTheLatestThatIsNotInTheFuture() {
    assertThat(time(lines(null, ZoneOffset.UTC), "Mar 10 12:30:00"))
        .isEqualTo(millis("2024-03-10T12:30:00Z"));
    assertThat(time(lines(null, ZoneOffset.UTC), "Mar 12 12:00:00"))
        .isEqualTo(millis("2023-03-12T12:00:00Z"));
    assertThat(time(lines(null, ZoneOffset.UTC), "Feb 29 12:00:00"))
        .isEqualTo(millis("2024-02-29T12:00:00Z"));
  }

  @Test
  void aZoneShiftsTheTime() {
    assertThat(time(lines(Year.of(2023), ZoneId.of("Europe/Berlin")), "Jul  1 12:00:00"))
        .isEqualTo(millis("2023-07-01T10:00:00Z"));
  }

  private static SshdLines lines(Year year, ZoneId zone) {
    return new SshdLines(new SyslogTime(year, zone, NOW));
  }

  private static Object time(SshdLines lines, String time) {
    return read(lines.parse(time + " bastion sshd[1]: x")).get("ts");
  }

  private static Map<String, Object> parse(String line) {
    return read(lines(Year.of(2017), ZoneOffset.UTC).parse(line));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> read(String json) {
    return JsonMapper.shared().readValue(json, Map.class);
  }

  private static long millis(String instant) {
    return Instant.parse(instant).toEpochMilli();
  }
}
