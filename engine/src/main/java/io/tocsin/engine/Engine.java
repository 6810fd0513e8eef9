package io.tocsin.engine;

import io.tocsin.engine.decode.Decoders;
import io.tocsin.engine.decode.RowDecoder;
import io.tocsin.engine.event.Decoded;
import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.Event;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.RejectReason;
import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.event.ValueCodec;
import io.tocsin.engine.pack.Source;
import io.tocsin.engine.pack.Table;
import io.tocsin.engine.plan.DeadEvents;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.router.Fingerprint;
import io.tocsin.engine.session.Limit;
import io.tocsin.engine.session.RuleSession;
import io.tocsin.engine.session.Takeover;
import io.tocsin.engine.shard.PackShard;
import io.tocsin.engine.window.OperatorSessions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The engine in the caller's own process: publish events, receive alerts. Not thread-safe, starts
 * no threads; the callbacks run on the thread that publishes, before the call returns.
 *
 * <p>Time is event time. It moves as far as the slowest open source partition allows, or when the
 * caller says so with {@link #advanceTo}; {@link #finish} lets every deadline pass. {@link #save}
 * and {@link EngineBuilder#restore} continue identically.
 */
public final class Engine implements AutoCloseable {
  private static final int MAGIC = 0x544f4333;
  private static final Published ACCEPTED = new Published.Accepted();
  private static final Published FILTERED = new Published.Filtered();
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final EngineBuilder settings;
  private final PackPlan plan;
  private final EngineOutput output;
  private final DeadEvents dead;
  private final Tally tally = new Tally();
  private final OpenSources sources = new OpenSources();
  private final Map<EventType, Long> keyGroups = new IdentityHashMap<>();
  private @Nullable EventType lastType;
  private long lastKeyGroups;
  private final Map<String, RowDecoder> rows = new HashMap<>();
  private PackShard shard;
  private long rowOffset;
  private boolean finished;

  Engine(EngineBuilder settings, PackPlan plan) {
    this.settings = settings;
    this.plan = plan;
    this.output = new EngineOutput(settings, tally);
    this.dead = new DeadEvents(plan);
    this.shard = new PackShard(plan, OperatorSessions.ofAllKeys(), output, true);
    for (Table table : plan.pack().tables()) {
      rows.put(table.topic(), Decoders.rows(table, plan.types()));
    }
  }

  /** Settings of a new engine. */
  public static EngineBuilder builder() {
    return new EngineBuilder();
  }

  /**
   * Publishes one record to the first partition of a source, or a row to a table.
   *
   * @param topic a topic of the pack's sources or tables
   * @param json one JSON object
   */
  public Published publish(String topic, String json) {
    return publish(topic, json.getBytes(StandardCharsets.UTF_8));
  }

  /** Publishes one record, as bytes. */
  public Published publish(String topic, byte[] record) {
    RowDecoder table = rows.get(topic);
    if (table != null) {
      return row(table, topic, record);
    }
    return source(topic, 0).publish(record);
  }

  /** Publishes one event given by its fields. */
  public Published publish(String topic, Map<String, ?> fields) {
    return publish(topic, JSON.writeValueAsBytes(fields));
  }

  /**
   * Deletes a row of a table.
   *
   * @param topic the table's topic
   * @param key the row's key as text
   */
  public void delete(String topic, String key) {
    RowDecoder table = rows.get(topic);
    if (table == null) {
      throw unknown(topic);
    }
    Decoded deletion = table.deletion(key.getBytes(StandardCharsets.UTF_8), rowPosition(topic), 1);
    if (deletion instanceof Decoded.Accepted accepted) {
      shard.table(accepted.event(), true);
    }
  }

  /**
   * Decodes the rows of a table with that decoder from now on, because they are not JSON.
   *
   * @param topic the table's topic
   */
  public void rows(String topic, RowDecoder decoder) {
    if (rows.replace(topic, decoder) == null) {
      throw unknown(topic);
    }
  }

  /**
   * Opens (or finds) a partition of a source; from now on it holds time back until it is closed.
   *
   * @param topic a topic of the pack's sources
   * @param partition from 0; part of the position of its events
   */
  public SourceHandle source(String topic, int partition) {
    return sources.get(topic, partition, () -> open(topic, partition));
  }

  private SourceHandle open(String topic, int partition) {
    List<Source> sources = plan.pack().sources();
    for (int i = 0; i < sources.size(); i++) {
      Source source = sources.get(i);
      if (source.topic().equals(topic)) {
        return new SourceHandle(
            this,
            topic,
            i,
            partition,
            source.lateness().toMillis(),
            settings.decoder(source, i, plan.types()),
            Decoders.values(source, plan.types()));
      }
    }
    throw unknown(topic);
  }

  private TocsinException unknown(String topic) {
    return new TocsinException(
        ErrorCode.BAD_ARGUMENT,
        "The pack ["
            + plan.pack().name()
            + "] has no source or table with topic ["
            + topic
            + "].\n"
            + "Maybe one of "
            + topics()
            + " is meant.");
  }

  private List<String> topics() {
    return Stream.concat(
            plan.pack().sources().stream().map(Source::topic),
            plan.pack().tables().stream().map(Table::topic))
        .toList();
  }

  long now() {
    return settings.now();
  }

  /** The fields of an event as a record. */
  static byte[] json(EventType type, @Nullable Object[] fields) {
    Map<String, @Nullable Object> record = new LinkedHashMap<>();
    for (int i = 0; i < fields.length; i++) {
      record.put(type.fields().get(i).name(), fields[i]);
    }
    return JSON.writeValueAsBytes(record);
  }

  /**
   * Takes the next record of a source.
   *
   * @param record its bytes, made only where somebody has to look at them
   */
  Published publish(SourceHandle handle, Decoded decoded, Supplier<byte[]> record) {
    if (finished) {
      throw new TocsinException(ErrorCode.BAD_ARGUMENT, "The engine has finished: time has ended.");
    }
    tally.records++;
    if (decoded instanceof Decoded.Rejected rejected) {
      tally.rejected++;
      settings.rejected(
          new RejectedRecord(
              handle.topic(), handle.last(), rejected.reason(), rejected.detail(), record.get()));
      return new Published.Rejected(rejected.reason(), rejected.detail());
    }
    return take(handle, ((Decoded.Accepted) decoded).event());
  }

  private Published take(SourceHandle handle, Event event) {
    long watermark = shard.watermark();
    if (event.time() < watermark) {
      tally.late++;
      settings.late(new LateEvent(handle.topic(), event, watermark));
      return new Published.Late(event.time(), watermark);
    }
    long keyGroups = keyGroups(event.type());
    keyGroups &= ~dead.of(event, keyGroups);
    Published result;
    if (keyGroups == 0) {
      tally.filtered++;
      result = FILTERED;
    } else {
      boolean taken = shard.offer(event, keyGroups).isTaken();
      tally.accepted += taken ? 1 : 0;
      tally.shed += taken ? 0 : 1;
      result = taken ? ACCEPTED : new Published.Shed();
    }
    handle.accepted(event);
    follow();
    return result;
  }

  private Published row(RowDecoder table, String topic, byte[] record) {
    tally.records++;
    SourcePosition position = rowPosition(topic);
    Decoded decoded = table.row(record, position, Math.max(1, settings.now()));
    if (decoded instanceof Decoded.Rejected rejected) {
      tally.rejected++;
      settings.rejected(
          new RejectedRecord(topic, position, rejected.reason(), rejected.detail(), record));
      return new Published.Rejected(rejected.reason(), rejected.detail());
    }
    if (!shard.table(((Decoded.Accepted) decoded).event(), false)) {
      return full(topic, position, record);
    }
    tally.rows++;
    return ACCEPTED;
  }

  private Published full(String topic, SourcePosition position, byte[] record) {
    tally.rejected++;
    shard.quota().shed(Limit.ROWS, "", Math.max(0, shard.watermark()));
    RejectReason reason = RejectReason.TABLE_FULL;
    String detail = "The table has [" + shard.quota().limits().rows() + "] rows.";
    settings.rejected(new RejectedRecord(topic, position, reason, detail, record));
    return new Published.Rejected(reason, detail);
  }

  private SourcePosition rowPosition(String topic) {
    int table = 0;
    for (Table candidate : plan.pack().tables()) {
      if (candidate.topic().equals(topic)) {
        break;
      }
      table++;
    }
    return SourcePosition.of(plan.pack().sources().size() + table, 0, rowOffset++);
  }

  private long keyGroups(EventType type) {
    if (type != lastType) {
      lastKeyGroups = keyGroups.computeIfAbsent(type, plan::keyGroupsOf);
      lastType = type;
    }
    return lastKeyGroups;
  }

  /** Moves time as far as the slowest open partition allows. */
  private void follow() {
    long slowest = sources.watermark();
    if (slowest != Long.MAX_VALUE && slowest != RuleSession.BEGINNING) {
      shard.advance(slowest);
    }
  }

  void closed() {
    follow();
  }

  /**
   * Promises that no further event has a time below this one, and lets everything below it happen.
   *
   * @param time epoch milliseconds
   */
  public void advanceTo(long time) {
    shard.advance(time);
  }

  /**
   * The end of time: every window empties and every deadline passes. Nothing can be published
   * afterwards.
   */
  public void finish() {
    if (!finished) {
      finished = true;
      shard.finish();
    }
  }

  /** The watermark, epoch milliseconds; {@link Long#MIN_VALUE} before the first event. */
  public long watermark() {
    return shard.watermark();
  }

  public Counters counters() {
    return tally.view(shard.waiting(), shard.liveEvents(), shard.quota().shed());
  }

  /**
   * What became of each rule's state where the engine was restored, maybe from another version of
   * the pack.
   */
  public Takeover takeover() {
    return shard.takeover();
  }

  /** The compiled pack. */
  public PackPlan plan() {
    return plan;
  }

  /** The whole state as bytes, for {@link EngineBuilder#restore}. */
  public byte[] save() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(MAGIC);
      ValueCodec.writeText(plan.pack().name(), out);
      ValueCodec.writeText(plan.pack().version(), out);
      out.writeLong(Fingerprint.of(plan));
      tally.save(out);
      out.writeLong(rowOffset);
      sources.save(out);
      shard.save(out);
    } catch (IOException e) {
      throw new IllegalStateException("Writing to memory failed.", e);
    }
    return bytes.toByteArray();
  }

  void restore(byte[] state) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(state))) {
      if (in.readInt() != MAGIC) {
        throw new TocsinException(
            ErrorCode.BAD_FORMAT,
            "The saved state is none that this release reads.\nMaybe another release saved it.");
      }
      String name = ValueCodec.readText(in);
      String version = ValueCodec.readText(in);
      if (!name.equals(plan.pack().name()) || in.readLong() != Fingerprint.of(plan)) {
        throw new TocsinException(
            ErrorCode.BAD_FORMAT,
            "The saved state is of pack [%s] version [%s], not of [%s] version [%s].\nMaybe the pack was changed; its earlier state cannot be read with other types or keys."
                .formatted(name, version, plan.pack().name(), plan.pack().version()));
      }
      tally.restore(in);
      rowOffset = in.readLong();
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        String topic = ValueCodec.readText(in);
        source(topic, in.readInt()).restore(in);
      }
      shard = PackShard.restore(plan, OperatorSessions.ofAllKeys(), output, true, in);
      if (shard.isBeginning()) {
        shard.begin(sources.unseen());
      }
    } catch (IOException e) {
      throw new TocsinException(ErrorCode.BAD_FORMAT, "The saved state cannot be read.", e);
    }
  }

  /** Ends the engine without letting further time pass; see {@link #finish} for that. */
  @Override
  public void close() {
    finished = true;
  }
}
