package io.tocsin.bench.kill;

import io.tocsin.bench.broker.TopicFollower;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/** Reads everything again once the run is over, and compares. */
final class Checker {
  private static final Pattern EVENT =
      Pattern.compile("\\{\"(?:id|payment)\":(\\d+),.*\"at\":(\\d+)}");

  private final String bootstrap;
  private final BrokerView broker;
  private final JournalAudit journal;
  private final int keyGroups;
  private final Verdict.Findings findings = new Verdict.Findings();

  Checker(String bootstrap, BrokerView broker, JournalAudit journal, int keyGroups) {
    this.bootstrap = bootstrap;
    this.broker = broker;
    this.journal = journal;
    this.keyGroups = keyGroups;
  }

  /**
   * The verdict.
   *
   * @param alerts the topic of the alerts
   * @param live what a reader saw while it happened
   * @param truth what the sender expects
   * @param acknowledged how many records the sender knows to be in each source partition
   * @param routed the committed offsets of the router
   */
  Verdict check(
      String alerts,
      AlertBook live,
      Truth truth,
      Map<TopicPartition, Long> acknowledged,
      Map<TopicPartition, Long> routed)
      throws Exception {
    AlertBook again = new AlertBook();
    read(alerts, record -> again.add(record.partition(), record.value()));
    Map<String, Integer> right = truth.alerts();
    findings.compare("the sender's truth, live", live.lines(), right);
    findings.compare("the sender's truth, from offset 0", again.lines(), right);
    findings.compareBodies("the replay of the journal", again.bodies(), journal.alerts().bodies());
    findings.compareBodies("the reader from offset 0", live.bodies(), again.bodies());
    findings.duplicates("the live reader", live.repeated());
    findings.duplicates("the reader from offset 0", again.repeated());
    findings.duplicates("the replay of the journal", journal.alerts().repeated());
    journal.problems().forEach(findings::unaccounted);
    for (long i = journal.late(); i > 0; i--) {
      findings.unaccounted("a late event");
    }
    long events = 0;
    Set<String> rejected = new HashSet<>();
    for (int source = 0; source < Traffic.TOPICS.size(); source++) {
      events += sources(source, acknowledged, routed, rejected);
    }
    return findings.verdict(events, again.count(), deadLetters(rejected));
  }

  private interface Sink {
    void accept(ConsumerRecord<byte[], byte[]> record);
  }

  private void read(String topic, Sink sink) throws Exception {
    if (broker.exists(topic)) {
      List<TopicPartition> all = TopicFollower.partitions(topic, broker.partitions(topic));
      TopicFollower.readAll(bootstrap, all, true, sink::accept);
    }
  }

  /** Every record of a source against the journal's books; returns how many there are. */
  private long sources(
      int source,
      Map<TopicPartition, Long> acknowledged,
      Map<TopicPartition, Long> routed,
      Set<String> rejected)
      throws Exception {
    String topic = Traffic.TOPICS.get(source);
    Map<Integer, Long> read = new HashMap<>();
    read(
        topic,
        record -> {
          read.merge(record.partition(), 1L, Long::sum);
          account(source, record, rejected);
        });
    long sum = 0;
    for (TopicPartition partition : TopicFollower.partitions(topic, Traffic.PARTITIONS[source])) {
      long count = read.getOrDefault(partition.partition(), 0L);
      sum += count;
      if (count != acknowledged.getOrDefault(partition, 0L)) {
        findings.unaccounted(
            "%s holds %d records, %d were acknowledged"
                .formatted(partition, count, acknowledged.getOrDefault(partition, 0L)));
      }
      if (count != routed.getOrDefault(partition, 0L)) {
        findings.unaccounted(
            "%s is routed up to %d of %d"
                .formatted(partition, routed.getOrDefault(partition, 0L), count));
      }
      if (journal.book(source, partition.partition()).end() > count) {
        findings.unaccounted("the journal knows records of %s that are not there".formatted(topic));
      }
    }
    return sum;
  }

  private void account(int source, ConsumerRecord<byte[], byte[]> record, Set<String> rejected) {
    String text = new String(record.value(), StandardCharsets.UTF_8);
    Matcher event = EVENT.matcher(text);
    boolean isEvent = event.matches() && !event.group(2).equals("0");
    long digest =
        isEvent
            ? SourceBook.digest(Long.parseLong(event.group(2)), Long.parseLong(event.group(1)))
            : 0;
    SourceBook.Fate fate = isEvent ? SourceBook.Fate.EVENT : SourceBook.Fate.REJECTED;
    if (!journal
        .book(source, record.partition())
        .accounts(record.offset(), keyGroups, fate, digest)) {
      findings.unaccounted(
          "%s-%d@%d: %s".formatted(record.topic(), record.partition(), record.offset(), text));
    }
    if (!isEvent) {
      String reason =
          text.startsWith("no JSON")
              ? "malformed"
              : text.startsWith("[") ? "not-an-object" : "time-not-positive";
      rejected.add(
          "%s/%d@%d %s".formatted(record.topic(), record.partition(), record.offset(), reason));
    }
  }

  /** The dead letters, each once, for the rejected records and nothing else. */
  private long deadLetters(Set<String> rejected) throws Exception {
    List<String> found = new ArrayList<>();
    for (String topic : Traffic.TOPICS) {
      read(topic + "-dlt", record -> found.add(JournalAudit.deadLetter(headers(record))));
      read(topic + "-late", record -> findings.unaccounted("a late event of " + topic));
    }
    Set<String> seen = new HashSet<>();
    for (String letter : found) {
      if (!seen.add(letter)) {
        findings.unaccounted("twice a dead letter: " + letter);
      }
      if (!rejected.contains(letter)) {
        findings.unaccounted("a dead letter for no such record: " + letter);
      }
    }
    for (String letter : rejected) {
      if (!seen.contains(letter)) {
        findings.unaccounted("no dead letter: " + letter);
      }
    }
    if (!journal.deadLetters().equals(seen)) {
      findings.unaccounted("the replay of the journal gives other dead letters");
    }
    return found.size();
  }

  private static Map<String, String> headers(ConsumerRecord<byte[], byte[]> record) {
    Map<String, String> headers = new HashMap<>();
    for (Header header : record.headers()) {
      headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
    }
    return headers;
  }
}
