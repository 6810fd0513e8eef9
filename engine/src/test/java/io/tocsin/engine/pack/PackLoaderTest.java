package io.tocsin.engine.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.pack.Places.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackLoaderTest {
  private static final List<DrlFile> DRL = List.of(new DrlFile("a.drl", "package a"));

  @Test
  void readsEverythingThatAPackMaySay() {
    Pack pack =
        PackLoader.parse(
            """
            name: payment-burst            # a comment
            version: 1.0
            owner: payments-risk
            description: Many payments.
            sources:
              - topic: payments
                type: Payment
                time: at
                lateness: 2s
                max-ahead: 1h30m
                idle-timeout: PT5S
                start: 2026-01-31T08:00:00Z
                clock: log
                format: csv
                map: {card: "card.number", amount: cents / 100.0}
              - {topic: orders, type-field: kind, time: ts, start: earliest}
            output:
              alerts: my.alerts
            trigger: 5s
            tables: [{topic: customers, type: Customer, key: id}]
            rules:
              Payment burst:
                severity: high
                labels: {team: risk}
                text: "@{count} payments"
              Other:
            limits:
              {events: 1, keys: 2, state: 3KB, timers: 4, waiting: 5, episodes: 6, collected: 7, rows: 13,
               alerts-per-minute: 8, dead-letters-per-minute: 9, steps: 10, memory: 11B, firings: 12}
            """,
            DRL);
    assertThat(pack.limits())
        .isEqualTo(new Limits(1, 2, 3072, 4, 5, 6, 7, 13, 8, 9, new Budgets(10, 11, 12)));
    assertThat(pack.name()).isEqualTo("payment-burst");
    assertThat(pack.version()).isEqualTo("1.0");
    assertThat(pack.alertTopic()).isEqualTo("my.alerts");
    assertThat(pack.trigger()).isEqualTo(Duration.ofSeconds(5));
    assertThat(pack.tables()).containsExactly(new Table("customers", "Customer", "id"));
    assertThat(pack.settings("Payment burst"))
        .isEqualTo(new RuleSettings("high", Map.of("team", "risk"), "@{count} payments"));
    assertThat(pack.settings("Other")).isEqualTo(RuleSettings.NONE);
    assertThat(pack.sources().get(0))
        .isEqualTo(
            new Source(
                "payments",
                "Payment",
                null,
                "at",
                Duration.ofSeconds(2),
                Duration.ofMinutes(90),
                Duration.ofSeconds(5),
                new Source.Start.At(1_769_846_400_000L),
                Source.Clock.LOG,
                Source.Format.CSV,
                Map.of("card", "card.number", "amount", "cents / 100.0")));
    assertThat(pack.places().of("sources[0].type")).isEqualTo(new Place(7, 11));
    assertThat(pack.places().of("rules.Payment burst")).isEqualTo(new Place(22, 3));
    assertThat(pack.drl()).isEqualTo(DRL);
  }

  @Test
  void fillsInTheDefaults() {
    Pack pack =
        PackLoader.parse("name: a\nversion: 1\nsources: [{topic: t, type: T, time: at}]", DRL);
    assertThat(pack.sources())
        .containsExactly(
            new Source(
                "t",
                "T",
                null,
                "at",
                Duration.ofSeconds(1),
                Duration.ofMinutes(10),
                Duration.ofSeconds(2),
                new Source.Start.Latest(),
                Source.Clock.WALL,
                Source.Format.JSON,
                Map.of()));
    assertThat(pack.alertTopic()).isEqualTo("tocsin.alerts");
    assertThat(pack.trigger()).isNull();
    assertThat(pack.owner()).isEmpty();
    assertThat(pack.tables()).isEmpty();
    assertThat(pack.rules()).isEmpty();
  }

  @Test
  void saysAllProblemsAtOnce() {
    assertThatThrownBy(
            () ->
                PackLoader.parse(
                    "nam: x\nsources:\n  - topic: 'a b'\n    type: T\n    latenes: 2\n", DRL))
        .isInstanceOfSatisfying(
            PackException.class,
            e ->
                assertThat(e.diagnostics())
                    .extracting(d -> d.code() + " " + d.line() + ":" + d.column())
                    .containsExactlyInAnyOrder(
                        "TOC-P005 1:1", // name
                        "TOC-P005 1:1", // version
                        "TOC-P006 3:12", // topic
                        "TOC-P005 3:5", // time
                        "TOC-P004 5:5", // latenes
                        "TOC-P004 1:1")) // nam
        .hasMessageContaining("Did you mean [lateness]?")
        .hasMessageContaining("Did you mean [name]?");
  }

  @Test
  void readsTheFilesOfAFolderInTheOrderOfTheirNames(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("pack.yaml"),
        "name: a\nversion: 1\nsources: [{topic: t, type: T, time: at}]");
    Files.writeString(folder.resolve("b.drl"), "package b");
    Files.writeString(folder.resolve("a.drl"), "\uFEFFpackage a");
    Files.writeString(folder.resolve("sample.jsonl"), "{}");
    Files.createDirectory(folder.resolve("scenarios"));
    assertThat(PackLoader.load(folder).drl())
        .containsExactly(new DrlFile("a.drl", "package a"), new DrlFile("b.drl", "package b"));
  }

  @Test
  void refusesFilesThatItCannotRead(@TempDir Path folder) throws IOException {
    assertCodes(folder.resolve("none"), "pack.yaml TOC-P001");
    assertCodes(folder, "pack.yaml TOC-P001");
    Files.writeString(
        folder.resolve("pack.yaml"),
        "name: a\nversion: 1\nsources: [{topic: t, type: T, time: at}]");
    assertCodes(folder, "pack.yaml TOC-P013");
    Files.write(folder.resolve("a.drl"), new byte[] {(byte) 0xC3, 0x28});
    Files.writeString(folder.resolve("b.drl"), "x".repeat(1_000_001));
    Files.writeString(folder.resolve("c.dslr"), "");
    Files.writeString(folder.resolve("d.XLS"), "");
    assertCodes(folder, "a.drl TOC-P001", "b.drl TOC-P011", "c.dslr TOC-P012", "d.XLS TOC-P012");
  }

  private static void assertCodes(Path folder, String... expected) {
    assertThatThrownBy(() -> PackLoader.load(folder))
        .isInstanceOfSatisfying(
            PackException.class,
            e ->
                assertThat(e.diagnostics())
                    .extracting(d -> d.file() + " " + d.code())
                    .containsExactly(expected));
  }
}
