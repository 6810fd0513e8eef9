package io.tocsin.engine.shard;

import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.alert.AlertJson;
import io.tocsin.engine.event.BytesOut;
import io.tocsin.engine.event.Event;
import io.tocsin.engine.event.RejectReason;
import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.event.ValueCodec;
import io.tocsin.engine.pack.Pack;
import io.tocsin.engine.pack.Source;
import io.tocsin.engine.plan.KeyGroup;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.router.Entry;
import io.tocsin.engine.session.Emitted;
import io.tocsin.engine.session.Fault;
import io.tocsin.engine.session.Limit;
import io.tocsin.engine.session.Output;
import io.tocsin.engine.session.Shedding;
import io.tocsin.engine.spi.OutputRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes records of one pack's results, and takes each into the shard's output hash, muted or not.
 */
final class PackOutput implements Output {
  private static final Logger LOG = LoggerFactory.getLogger(PackOutput.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final PackPlan plan;
  private final Pack pack;
  private final ShardOutput shard;
  private final ShardCounters counters;
  private final BytesOut trace = new BytesOut(256);

  PackOutput(PackPlan plan, ShardOutput shard, ShardCounters counters) {
    this.plan = plan;
    this.pack = plan.pack();
    this.shard = shard;
    this.counters = counters;
  }

  @Override
  public void alert(Alert alert) {
    counters.alerts++;
    trace('A', alert.id(), (long) alert.revision(), alert.status().label(), alert.fields());
    if (shard.isMuted()) {
      return;
    }
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("id", alert.id());
    headers.put("revision", Integer.toString(alert.revision()));
    headers.put("pack", alert.pack());
    headers.put("version", alert.version());
    headers.put("rule", alert.rule());
    headers.put("status", alert.status().label());
    headers.put("severity", alert.severity());
    if (alert.key() != null) {
      headers.put("subject", alert.key().toString());
    }
    shard.add(
        new OutputRecord(
            OutputRecord.Kind.ALERT,
            pack.alertTopic(),
            bytes(alert.key()),
            AlertJson.bytes(alert),
            alert.at(),
            headers));
  }

  @Override
  public void emit(Emitted emitted) {
    counters.emitted++;
    trace('E', emitted.topic(), emitted.time(), emitted.key(), emitted.fields());
    if (shard.isMuted()) {
      return;
    }
    Map<String, @Nullable Object> fields = new LinkedHashMap<>(emitted.fields());
    for (Source source : pack.sources()) {
      if (source.topic().equals(emitted.topic())) {
        fields.putIfAbsent(source.time(), emitted.time());
      }
    }
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("tocsin-pack", pack.name());
    headers.put("tocsin-key-group", Integer.toString(emitted.keyGroup()));
    shard.add(
        new OutputRecord(
            OutputRecord.Kind.EMITTED,
            emitted.topic(),
            bytes(emitted.key()),
            JSON.writeValueAsBytes(fields),
            emitted.time(),
            headers));
  }

  @Override
  public void fault(Fault fault) {
    counters.faults++;
    if (!shard.isMuted()) {
      LOG.atWarn()
          .addKeyValue("pack", pack.name())
          .addKeyValue("rule", fault.rule())
          .addKeyValue("at", fault.at())
          .addKeyValue("position", fault.position())
          .addKeyValue("code", fault.code().code())
          .addKeyValue("count", fault.count())
          .addKeyValue("quarantined", fault.quarantined())
          .addKeyValue("message", fault.message())
          .log("Rule failed");
    }
  }

  @Override
  public void shedding(Shedding change) {
    if (!shard.isMuted()) {
      LOG.atLevel(change.begins() ? Level.WARN : Level.INFO)
          .addKeyValue("pack", pack.name())
          .addKeyValue("limit", change.limit().label())
          .addKeyValue("rule", change.rule())
          .addKeyValue("at", change.at())
          .log(change.begins() ? "Limit met" : "Limit not met for a minute");
    }
  }

  /** An event came too late for some key groups. */
  void late(Event event, long keyGroups, long watermark) {
    trace('L', topic(event.position()), event.position().offset(), event.position().partition());
    if (shard.isMuted()) {
      return;
    }
    Map<String, String> headers = headers("late", event.position(), event.time());
    headers.put(
        "tocsin-detail",
        "The event's time [%d] is below the watermark [%d].".formatted(event.time(), watermark));
    headers.put("tocsin-type", event.type().name());
    shard.add(
        new OutputRecord(
            OutputRecord.Kind.LATE,
            topic(event.position()) + "-late",
            key(event, keyGroups),
            JSON.writeValueAsBytes(event.toMap()),
            event.time(),
            headers));
  }

  /**
   * A record could not be used.
   *
   * @param suppressed how many dead letters of the source before it were not written
   */
  void rejected(Entry.Rejected entry, long suppressed) {
    SourcePosition position = entry.position();
    trace('R', topic(position), position.offset(), position.partition(), entry.reason().label());
    if (shard.isMuted()) {
      return;
    }
    Map<String, String> headers = headers(entry.reason().label(), position, entry.timestamp());
    headers.put("tocsin-detail", entry.detail());
    headers.put("tocsin-size", Integer.toString(entry.size()));
    if (suppressed > 0) {
      headers.put("tocsin-suppressed", Long.toString(suppressed));
    }
    shard.add(
        new OutputRecord(
            OutputRecord.Kind.DEAD_LETTER,
            topic(position) + "-dlt",
            entry.key(),
            entry.value(),
            0,
            headers));
  }

  /**
   * The dead letter of a row for which its table has no place: as it was decoded, not as it came.
   */
  Entry.Rejected full(Event row, long rows) {
    byte[] value = JSON.writeValueAsBytes(row.toMap());
    return new Entry.Rejected(
        row.position(),
        RejectReason.TABLE_FULL,
        "The table has [%d] rows or what counts as so many. Maybe raise the limit [%s] of the pack."
            .formatted(rows, Limit.ROWS.label()),
        row.time(),
        null,
        value,
        value.length);
  }

  /**
   * From a record on, no dead letters of its source are written until a minute is over.
   *
   * @param from when the minute began, epoch milliseconds of the broker
   */
  void deadLettersSuppressed(Entry.Rejected first, long from) {
    SourcePosition position = first.position();
    trace('S', topic(position), position.offset(), position.partition(), from);
    if (shard.isMuted()) {
      return;
    }
    Map<String, String> headers = headers(Limit.DEAD_LETTERS.label(), position, first.timestamp());
    headers.put(
        "tocsin-detail",
        "Further dead letters are only counted until [%d]; the next one tells how many."
            .formatted(from + 60_000));
    shard.add(
        new OutputRecord(
            OutputRecord.Kind.DEAD_LETTER, topic(position) + "-dlt", null, null, 0, headers));
  }

  private Map<String, String> headers(String reason, SourcePosition position, long timestamp) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("tocsin-reason", reason);
    headers.put("tocsin-pack", pack.name());
    headers.put("tocsin-topic", topic(position));
    headers.put("tocsin-partition", Integer.toString(position.partition()));
    headers.put("tocsin-offset", Long.toString(position.offset()));
    headers.put("tocsin-timestamp", Long.toString(timestamp));
    return headers;
  }

  private String topic(SourcePosition position) {
    int sources = pack.sources().size();
    return position.source() < sources
        ? pack.sources().get(position.source()).topic()
        : pack.tables().get(position.source() - sources).topic();
  }

  /** The key of the first of the key groups, as text; null where it has none or it is null. */
  private byte @Nullable [] key(Event event, long keyGroups) {
    KeyGroup group = plan.keyGroups().get(Long.numberOfTrailingZeros(keyGroups));
    @Nullable Object[] key = group.keyOf(event);
    return key == null || key.length == 0 ? null : bytes(key[0]);
  }

  private static byte @Nullable [] bytes(@Nullable Object key) {
    return key == null ? null : key.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void trace(char kind, @Nullable Object... parts) {
    trace.clear();
    trace.write(kind);
    for (Object part : parts) {
      try {
        ValueCodec.write(part, trace);
      } catch (IOException e) {
        // A consequence may hand over an object of any class, whose text may differ at each run.
        trace.writeBytes(String.valueOf(part == null ? null : part.getClass().getName()));
      }
    }
    shard.trace(trace);
  }
}
