package io.tocsin.engine.shard;

import io.tocsin.engine.checkpoint.Checkpoint;
import io.tocsin.engine.decode.Decoders;
import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.event.Decoded;
import io.tocsin.engine.event.Event;
import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.pack.Source;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.router.Entry;
import io.tocsin.engine.router.FrameHeader;
import io.tocsin.engine.router.FrameWriter;
import io.tocsin.engine.router.RouterTask;
import io.tocsin.engine.router.SourceRange;
import io.tocsin.engine.spi.CheckpointStore;
import io.tocsin.engine.spi.JournalPosition;
import io.tocsin.engine.spi.JournalRecord;
import io.tocsin.engine.spi.OutputRecord;
import io.tocsin.engine.window.OperatorSessions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A checkpoint in a folder, with the pack and the entries before and behind it: {@code pack.yaml},
 * {@code rules.drl}, {@code before.txt} and {@code after.txt} (one entry in a line: a topic and a
 * record, or {@code tick} and a watermark), {@code checkpoint.bin}, and {@code alerts.txt}: what
 * comes out behind the checkpoint.
 *
 * <p>Every entry is a frame of its own.
 */
final class CheckpointSample {
  /** Long after all events: nothing is too far ahead. */
  private static final long CLOCK = 1_800_000_000_000L;

  private final Path folder;
  private final PackPlan plan;
  private final List<JournalRecord> before = new ArrayList<>();
  private final List<JournalRecord> after = new ArrayList<>();
  private final Map<Integer, Long> offsets = new TreeMap<>();

  CheckpointSample(Path folder) throws IOException {
    this.folder = folder;
    this.plan =
        PackCompiler.compile(
            PackLoader.parse(
                text("pack.yaml"), List.of(new DrlFile("rules.drl", text("rules.drl")))));
    text("before.txt").lines().forEach(line -> before.add(frame(line, before.size())));
    text("after.txt")
        .lines()
        .forEach(line -> after.add(frame(line, (long) before.size() + after.size())));
  }

  private String text(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  PackPlan plan() {
    return plan;
  }

  byte[] checkpoint() throws IOException {
    return Files.readAllBytes(folder.resolve("checkpoint.bin"));
  }

  List<String> alerts() throws IOException {
    return text("alerts.txt").lines().toList();
  }

  private JournalRecord frame(String line, long number) {
    FrameWriter writer = new FrameWriter(plan.types());
    List<SourceRange> ranges = new ArrayList<>();
    String word = line.substring(0, line.indexOf(' '));
    String rest = line.substring(word.length() + 1);
    if (word.equals("tick")) {
      for (int level = 0; level < plan.levels(); level++) {
        writer.add(new Entry.Tick(level, Long.parseLong(rest)));
      }
    } else {
      writer.add(entry(word, rest.getBytes(StandardCharsets.UTF_8), ranges));
    }
    return new JournalRecord(0, number, writer.cut(FrameHeader.of(plan, 0, 1, 1), ranges));
  }

  private Entry entry(String topic, byte[] record, List<SourceRange> ranges) {
    List<String> sources = plan.pack().sources().stream().map(Source::topic).toList();
    int source = sources.indexOf(topic);
    boolean row = source < 0;
    int place = row ? sources.size() : source;
    long offset = offsets.merge(place, 1L, Long::sum) - 1;
    ranges.add(new SourceRange(place, 0, offset, offset + 1));
    SourcePosition position = SourcePosition.of(place, 0, offset);
    Decoded decoded =
        row
            ? Decoders.rows(plan.pack().tables().get(0), plan.types()).row(record, position, 1)
            : RouterTask.decoders(plan).get(source).decode(record, position, CLOCK);
    Event event = ((Decoded.Accepted) decoded).event();
    long groups = plan.keyGroupsOf(event.type());
    int others = plan.keyGroups().size() - Long.bitCount(groups);
    return row
        ? new Entry.TableRow(event, false, groups, others)
        : new Entry.Accepted(event, groups, others);
  }

  private List<DeployedPack> packs() {
    return List.of(new DeployedPack(plan, OperatorSessions.ofOneOf(1)));
  }

  /** A shard that has had all entries before the checkpoint. */
  JournalShard made() {
    JournalShard shard = JournalShard.restore(0, packs(), List.of(), JournalPosition.BEGINNING);
    before.forEach(shard::process);
    return shard;
  }

  /** A shard from the stored checkpoint. */
  JournalShard restored() throws IOException {
    return restored(checkpoint());
  }

  /** A shard from a checkpoint of the same state. */
  JournalShard restored(byte[] bytes) {
    Checkpoint checkpoint = Checkpoint.read(bytes);
    return JournalShard.restore(
        0,
        packs(),
        List.of(new CheckpointStore.Stored(1, bytes)),
        new JournalPosition(checkpoint.journalOffset(), checkpoint.outputHash()));
  }

  /** What a shard says about the entries behind the checkpoint. */
  List<String> continued(JournalShard shard) {
    List<String> alerts = new ArrayList<>();
    for (JournalRecord frame : after) {
      for (OutputRecord record : shard.process(frame)) {
        byte[] body = record.body();
        if (record.kind() == OutputRecord.Kind.ALERT && body != null) {
          alerts.add(new String(body, StandardCharsets.UTF_8));
        }
      }
    }
    return alerts;
  }

  /** Writes the sample of this build into a folder. */
  void write(Path into) throws IOException {
    Files.createDirectories(into);
    for (String name : List.of("pack.yaml", "rules.drl", "before.txt", "after.txt")) {
      Files.writeString(into.resolve(name), text(name));
    }
    JournalShard shard = made();
    Files.write(into.resolve("checkpoint.bin"), shard.save().write());
    Files.write(into.resolve("alerts.txt"), continued(shard));
  }
}
