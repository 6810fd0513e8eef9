package io.tocsin.engine.session;

import io.tocsin.engine.event.Event;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The rules of one key group over the events of one shard. One thread at a time. Time is an
 * argument: the session has no clock of its own and the same calls give the same results, always.
 *
 * <p>At one instant T, in this order: what leaves windows, the events of T one by one, the
 * deadlines that have passed. So the caller hands over <em>all</em> events of an instant together,
 * in the order of their positions, and instants in ascending order.
 */
public interface RuleSession {
  /** No time yet: the clock of a session that has seen nothing. */
  long BEGINNING = Long.MIN_VALUE;

  /** Nothing is due. */
  long NEVER = Long.MAX_VALUE;

  /**
   * Evaluates one instant. Everything that is due before it happens first, each at its own time.
   *
   * @param time epoch milliseconds, later than {@link #clock()}
   * @param events the events of that instant, in the order of their positions; may be empty
   * @param output receives the results
   */
  void instant(long time, List<Event> events, Output output);

  /**
   * Lets happen what is due before a time (exclusive), each at its own time.
   *
   * @param time epoch milliseconds; a time at or before the clock does nothing
   */
  void advance(long time, Output output);

  /**
   * A table's row is new, changed or deleted; takes effect at once, fires nothing.
   *
   * @param row the row with its key field filled; only the key counts for a deletion
   * @param deleted whether the key was deleted
   * @return false where the table has no place for it; what the row was before is gone then
   */
  boolean table(Event row, boolean deleted);

  /** Lets go of the rows of tables that are not among the wanted ones. */
  void keepRows(Predicate<Event> wanted);

  /**
   * An event was shed before it could be evaluated: no match may be decided as if it had not been.
   *
   * @param event an event of a later instant
   */
  void missed(Event event);

  /** The rules that are evaluated no more, in evaluation order, each with its reason. */
  List<Quarantine> quarantined();

  /**
   * A rule begins anew, with nothing kept and no faults counted.
   *
   * @return false where it was not quarantined (or is no rule of the session), and nothing changed
   */
  boolean lift(String rule);

  /** The last instant that happened, epoch milliseconds, or {@link #BEGINNING}. */
  long clock();

  /** The earliest time at which something is due, or {@link #NEVER}. */
  long nextDue();

  /** How many events the session keeps for windows, sequences and absences. */
  long liveEvents();

  /** What became of each rule's state where the session was restored. */
  Takeover takeover();

  /**
   * Whether something waits for {@link #begin}: a rule that was not in the restored state, or an
   * open episode whose rule is there no more.
   */
  boolean isBeginning();

  /**
   * From now on every event that comes was routed for this version of the pack. Rules that wait for
   * that begin with nothing and are muted until what they look back at lies behind {@code from};
   * open episodes without a rule are resolved.
   *
   * @param from all events from this time on are there, epoch milliseconds; {@link #BEGINNING}
   *     where there has been none
   * @param now the time of the messages, epoch milliseconds
   * @return until when each rule that begins is muted, epoch milliseconds; {@code Long.MIN_VALUE}
   *     for not at all
   */
  Map<String, Long> begin(long from, long now, Output output);

  /**
   * Writes the whole state; {@link RuleSessions#restore} reads it back and continues identically.
   */
  void save(DataOutput out) throws IOException;
}
