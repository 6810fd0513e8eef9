package io.tocsin.engine.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.router.Entry;
import io.tocsin.engine.router.Frame;
import io.tocsin.engine.router.SourceRange;
import io.tocsin.engine.spi.JournalRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Every pair of a record and a key group ends in exactly one of processed, filtered, late,
 * rejected, shed and duplicate: in the counters by their sums, in the journal pair by pair.
 */
public final class Books {
  private final PackPlan plan;
  private final Map<SourcePosition, Account> accounts = new HashMap<>();

  /** What the entries of one record say, over all shards. */
  private static final class Account {
    long groups;
    int unwanted;
    int keepers;
  }

  private Books(PackPlan plan) {
    this.plan = plan;
  }

  /**
   * The sums over all shards.
   *
   * @param counters by name, as a node's status has them
   * @param records how many were produced
   */
  public static void balance(Map<String, Long> counters, long records, PackPlan plan) {
    long settled =
        counters.get("processed")
            + counters.get("filtered")
            + counters.get("late")
            + counters.get("rejected")
            + counters.get("shed");
    assertThat(counters.get("records")).as("records counted once: %s", counters).isEqualTo(records);
    assertThat(settled)
        .as("pairs of %d key groups that ended: %s", plan.keyGroups().size(), counters)
        .isEqualTo(records * plan.keyGroups().size());
    assertThat(counters.get("pairs"))
        .as("pairs seen: %s", counters)
        .isEqualTo(settled + counters.get("duplicate"));
  }

  /**
   * Pair by pair, by reading the journal as its shards must: without the frames of earlier claims
   * and what a frame before had.
   *
   * @param frames of each shard, from the journal's beginning
   * @return how many records there are
   */
  public static long eachPairOnce(PackPlan plan, List<List<JournalRecord>> frames) {
    Books books = new Books(plan);
    frames.forEach(books::shard);
    books.accounts.forEach(
        (position, account) -> {
          assertThat(account.keepers).as("shards that count %s", position).isEqualTo(1);
          assertThat(Long.bitCount(account.groups) + account.unwanted)
              .as("key groups of %s", position)
              .isEqualTo(plan.keyGroups().size());
        });
    return books.accounts.size();
  }

  private void shard(List<JournalRecord> frames) {
    Map<Long, Long> marks = new HashMap<>();
    Map<Integer, Long> epochs = new HashMap<>();
    for (JournalRecord record : frames) {
      Frame frame = Frame.read(record.frame());
      int task = frame.header().task();
      if (frame.header().epoch() < epochs.getOrDefault(task, Long.MIN_VALUE)) {
        continue;
      }
      epochs.put(task, frame.header().epoch());
      while (frame.hasNext()) {
        Entry entry = frame.next(plan.types());
        if (!(entry instanceof Entry.Tick || entry instanceof Entry.Lift)
            && isNew(position(entry), marks)) {
          enter(entry);
        }
      }
      for (SourceRange range : frame.ranges()) {
        marks.merge(partition(range.source(), range.partition()), range.to(), Math::max);
      }
    }
  }

  private static boolean isNew(SourcePosition position, Map<Long, Long> marks) {
    long partition = partition(position.source(), position.partition());
    return position.offset() >= marks.getOrDefault(partition, Long.MIN_VALUE);
  }

  private static long partition(int source, int partition) {
    return (long) source << 32 | partition;
  }

  private void enter(Entry entry) {
    Account account = accounts.computeIfAbsent(position(entry), any -> new Account());
    if (entry instanceof Entry.Accepted accepted) {
      enter(account, accepted.keyGroups(), accepted.books());
    } else if (entry instanceof Entry.TableRow row) {
      // Every shard has the row, and one of them counts it.
      enter(account, row.books() == Entry.NO_BOOKS ? 0 : row.keyGroups(), row.books());
    } else {
      enter(account, 0, plan.keyGroups().size());
    }
  }

  private static void enter(Account account, long groups, int books) {
    assertThat(account.groups & groups).as("key groups that have it twice").isZero();
    account.groups |= groups;
    if (books != Entry.NO_BOOKS) {
      account.keepers++;
      account.unwanted += books;
    }
  }

  private static SourcePosition position(Entry entry) {
    if (entry instanceof Entry.Accepted accepted) {
      return accepted.event().position();
    }
    if (entry instanceof Entry.TableRow row) {
      return row.row().position();
    }
    if (entry instanceof Entry.Unused unused) {
      return unused.position();
    }
    return ((Entry.Rejected) entry).position();
  }
}
