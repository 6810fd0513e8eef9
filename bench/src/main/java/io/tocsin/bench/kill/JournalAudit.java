package io.tocsin.bench.kill;

import io.tocsin.engine.event.Event;
import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.router.Entry;
import io.tocsin.engine.router.Frame;
import io.tocsin.engine.router.SourceRange;
import io.tocsin.engine.shard.DeployedPack;
import io.tocsin.engine.shard.JournalShard;
import io.tocsin.engine.shard.ShardState;
import io.tocsin.engine.spi.JournalPosition;
import io.tocsin.engine.spi.JournalRecord;
import io.tocsin.engine.spi.OutputRecord;
import io.tocsin.engine.window.OperatorSessions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Follows the journal from its beginning and does two things with each frame.
 *
 * <p>It replays the frame on a shard that is never stopped nor restored: what such a shard raises,
 * the topic must hold. And it keeps the books of the source partitions by rules of its own: a frame
 * of an older claim counts for nothing, an entry below what earlier frames completed is a
 * repetition, a frame that begins beyond it leaves a gap.
 */
final class JournalAudit {
  private final PackPlan plan;
  private final List<JournalShard> shards = new ArrayList<>();
  private final List<Map<Long, Long>> completed = new ArrayList<>();
  private final List<Map<Integer, Long>> epochs = new ArrayList<>();
  private final long[] nextOffset;
  private final Map<Long, SourceBook> books = new HashMap<>();
  private final AlertBook alerts = new AlertBook();
  private final Set<String> deadLetters = new HashSet<>();
  private final List<String> problems = new ArrayList<>();
  private long late;
  private long repeated;
  private long outdated;

  JournalAudit(PackPlan plan, int count) {
    this.plan = plan;
    this.nextOffset = new long[count];
    DeployedPack pack = new DeployedPack(plan, OperatorSessions.ofOneOf(count));
    for (int shard = 0; shard < count; shard++) {
      shards.add(JournalShard.restore(shard, List.of(pack), List.of(), JournalPosition.BEGINNING));
      completed.add(new HashMap<>());
      epochs.add(new HashMap<>());
    }
  }

  /** The next frame of a shard. */
  synchronized void frame(int shard, long offset, byte[] bytes) {
    if (offset != nextOffset[shard]) {
      problem("the journal of shard %d goes on at %d, not at %d", shard, offset, nextOffset[shard]);
    }
    nextOffset[shard] = offset + 1;
    replay(shard, new JournalRecord(shard, offset, bytes));
    keepBooks(shard, Frame.read(bytes));
  }

  private void replay(int number, JournalRecord frame) {
    JournalShard shard = shards.get(number);
    if (!(shard.state() instanceof ShardState.Live)) {
      return;
    }
    for (OutputRecord output : shard.process(frame)) {
      byte[] body = output.body();
      switch (output.kind()) {
        case ALERT -> alerts.add(number, body == null ? new byte[0] : body);
        case DEAD_LETTER -> deadLetters.add(deadLetter(output.headers()));
        case LATE -> late++;
        case EMITTED -> problem("an event was derived, and no rule does that");
      }
    }
    if (shard.state() instanceof ShardState.Stopped stopped) {
      problem("the replay of shard %d stopped: %s", number, stopped.reason());
    }
  }

  /** A dead letter by its source record and reason. */
  static String deadLetter(Map<String, String> headers) {
    return headers.get("tocsin-topic")
        + "/"
        + headers.get("tocsin-partition")
        + "@"
        + headers.get("tocsin-offset")
        + " "
        + headers.get("tocsin-reason");
  }

  private void keepBooks(int shard, Frame frame) {
    long newest = epochs.get(shard).merge(frame.header().task(), frame.header().epoch(), Math::max);
    if (frame.header().epoch() < newest) {
      outdated++;
      return;
    }
    Map<Long, Long> ends = completed.get(shard);
    for (SourceRange range : frame.ranges()) {
      long name = name(range.source(), range.partition());
      if (range.from() > ends.getOrDefault(name, 0L)) {
        problem("a frame of shard %d leaves a gap before %s", shard, range);
      }
    }
    while (frame.hasNext()) {
      Entry entry = frame.next(plan.types());
      if (!(entry instanceof Entry.Tick || entry instanceof Entry.Lift)) {
        book(entry, ends);
      }
    }
    for (SourceRange range : frame.ranges()) {
      ends.merge(name(range.source(), range.partition()), range.to(), Math::max);
    }
  }

  private void book(Entry entry, Map<Long, Long> ends) {
    SourcePosition position = position(entry);
    long name = name(position.source(), position.partition());
    if (position.offset() < ends.getOrDefault(name, 0L)) {
      repeated++;
      return;
    }
    SourceBook book = books.computeIfAbsent(name, any -> new SourceBook());
    int all = plan.keyGroups().size();
    if (entry instanceof Entry.Accepted accepted) {
      Event event = accepted.event();
      boolean keepsBooks = accepted.books() != Entry.NO_BOOKS;
      int pairs = Long.bitCount(accepted.keyGroups()) + Math.max(0, accepted.books());
      book.add(position.offset(), keepsBooks, pairs, SourceBook.Fate.EVENT, digest(event));
    } else if (entry instanceof Entry.Unused) {
      book.add(position.offset(), true, all, SourceBook.Fate.EVENT, 0);
    } else {
      book.add(position.offset(), true, all, SourceBook.Fate.REJECTED, 0);
    }
  }

  private static long digest(Event event) {
    Object number = event.value(0);
    return SourceBook.digest(event.time(), number instanceof Long id ? id : 0);
  }

  private static SourcePosition position(Entry entry) {
    if (entry instanceof Entry.Accepted accepted) {
      return accepted.event().position();
    }
    return entry instanceof Entry.Unused unused
        ? unused.position()
        : ((Entry.Rejected) entry).position();
  }

  static long name(int source, int partition) {
    return (long) source << 32 | partition;
  }

  private void problem(String format, Object... values) {
    problems.add(format.formatted(values));
  }

  synchronized AlertBook alerts() {
    return alerts;
  }

  /** The dead letters that must be there, each once. */
  synchronized Set<String> deadLetters() {
    return Set.copyOf(deadLetters);
  }

  /** The books of a source partition. */
  synchronized SourceBook book(int source, int partition) {
    return books.computeIfAbsent(name(source, partition), any -> new SourceBook());
  }

  /** What must not be: gaps in the journal or in its frames, a replay that stopped. */
  synchronized List<String> problems() {
    return List.copyOf(problems);
  }

  /** Events that came late, though none should. */
  synchronized long late() {
    return late;
  }

  /** Entries that repeat what the shard had: the price of crashes of the router. */
  synchronized long repeated() {
    return repeated;
  }

  /** Frames of claims that were no longer the newest: what zombies wrote. */
  synchronized long outdated() {
    return outdated;
  }
}
