package io.tocsin.engine.router;

import io.tocsin.engine.event.Event;
import io.tocsin.engine.event.RejectReason;
import io.tocsin.engine.event.SourcePosition;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a frame.
 *
 * <p>A record may have entries on several shards, one for each shard that has key groups for it.
 * Exactly one of them <em>keeps the record's books</em>: it counts the record itself and the key
 * groups that do not want it, so that the counters of all shards together add up to the records
 * (G5).
 */
public sealed interface Entry {

  /** The entry counts nothing but its own key groups; another shard keeps the record's books. */
  int NO_BOOKS = -1;

  /**
   * An event.
   *
   * @param event the event
   * @param keyGroups one bit for each key group that gets it on this shard
   * @param books how many of the pack's key groups do not want it, or {@link #NO_BOOKS}
   */
  record Accepted(Event event, long keyGroups, int books) implements Entry {}

  /**
   * A row of a table.
   *
   * @param row the row; only the key field counts where it is deleted
   * @param deleted whether the key was deleted
   * @param keyGroups one bit for each key group whose rules look at the table; one shard gets the
   *     row, or every shard does, see {@link RowPlaces}
   * @param books as for an event; where it is not {@link #NO_BOOKS}, the key groups that use it
   *     count here
   */
  record TableRow(Event row, boolean deleted, long keyGroups, int books) implements Entry {}

  /** A record that no key group can use. */
  record Unused(SourcePosition position) implements Entry {}

  /**
   * A record that cannot be used; the shard writes the dead letter.
   *
   * @param position the record's place
   * @param reason the kind of defect
   * @param detail a sentence for people
   * @param timestamp the broker's timestamp, epoch milliseconds; -1 for none
   * @param key the record's key, at most its first 1 KiB
   * @param value at most the first 64 KiB of the record
   * @param size the record's length in bytes
   */
  record Rejected(
      SourcePosition position,
      RejectReason reason,
      String detail,
      long timestamp,
      byte @Nullable [] key,
      byte @Nullable [] value,
      int size)
      implements Entry {}

  /**
   * The task promises the key groups of a level no further event below a time; later ones are late.
   *
   * @param level the level, from 0
   * @param watermark epoch milliseconds
   */
  record Tick(int level, long watermark) implements Entry {
    /** A tick of level 0, which is all where no key group uses what another derives. */
    public Tick(long watermark) {
      this(0, watermark);
    }
  }

  /** An operator lifts a rule's quarantine; every shard gets it. */
  record Lift(String rule) implements Entry {}
}
