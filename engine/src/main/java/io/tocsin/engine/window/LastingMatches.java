package io.tocsin.engine.window;

import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.alert.AlertCodec;
import io.tocsin.engine.event.EventCodec;
import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.event.ValueCodec;
import io.tocsin.engine.plan.Timing;
import io.tocsin.engine.window.Deadline.Rank;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The open episodes of a rule of single events. Its match is a moment, so an episode begins with
 * the first match of a key and ends {@code @keepFiringFor} after the last one. Example, with {@code
 * @keepFiringFor(5m)} and matches at 0 s, 100 s and 600 s: one episode from 0 s to 400 s, another
 * one from 600 s to 900 s.
 */
final class LastingMatches {
  /**
   * Which episode.
   *
   * @param whose the keys of the rule and of the alert
   * @param call the ordinal of the call
   */
  private record Subject(Cooldowns.Subject whose, int call) {}

  /** An open episode. */
  private static final class Episode {
    /** What was told last; null where it was opened without a message. */
    @Nullable Alert told;

    /** What the last match would tell, where it is not told yet. */
    @Nullable Alert latest;

    /** When it ends, if nothing else matches. */
    long until;

    /** The events of the last match. */
    List<SourcePosition> last;

    /** What waits for its end, as it was foreseen; looks again then. */
    @Nullable Wait ending;

    /** What waits to tell a change; null where nothing does. */
    @Nullable Wait updating;

    Episode(@Nullable Alert told, long until, List<SourcePosition> last) {
      this.told = told;
      this.until = until;
      this.last = last;
    }
  }

  private final RuleRunner runner;
  private final Firing firing;
  private final DeadlineQueue deadlines;
  private final long keep;
  private final long update;
  private final Map<Subject, Episode> open = new LinkedHashMap<>();

  LastingMatches(RuleRunner runner, Firing firing, DeadlineQueue deadlines) {
    Timing timing = runner.rule().timing();
    this.runner = runner;
    this.firing = firing;
    this.deadlines = deadlines;
    this.keep = timing.keepFiringFor();
    this.update = timing.update();
  }

  /** The consequence opens an episode, or keeps it open, for the match that it runs for. */
  void matched(
      MatchView match, @Nullable Object key, int call, Map<String, @Nullable Object> fields) {
    Subject subject = new Subject(Cooldowns.subject(match.scope(), key), call);
    Episode episode = open.get(subject);
    if (episode == null) {
      begin(subject, match, key, fields);
      return;
    }
    long until = episode.until;
    List<SourcePosition> last = episode.last;
    Alert latest = episode.latest;
    Alert told = episode.told;
    firing.undo(
        () -> {
          episode.until = until;
          episode.last = last;
          episode.latest = latest;
          episode.told = told;
        });
    episode.until = match.at() + keep;
    episode.last = match.identity();
    Wait ending = episode.ending;
    if (ending != null && ending.deadline() == episode.until) {
      // Because episodes of one end come in the order of their last matches.
      ending.cancel();
      deadlines.over();
      awaitEnd(subject, episode);
    }
    if (update > 0 && told != null) {
      change(subject, episode, told, match, fields);
    }
  }

  private void begin(
      Subject subject,
      MatchView match,
      @Nullable Object key,
      Map<String, @Nullable Object> fields) {
    if (firing.isHeldBack(key)) {
      firing.admission().holdBack(runner.rule(), match.scope(), key);
      return;
    }
    Alert told = firing.opening(key, fields, subject.call);
    Episode episode = new Episode(told, match.at() + keep, match.identity());
    open.put(subject, episode);
    awaitEnd(subject, episode);
    firing.undo(
        () -> {
          open.remove(subject, episode);
          cancel(episode.ending);
        });
  }

  /** Tells a change, or has it told when it may be. */
  private void change(
      Subject subject,
      Episode episode,
      Alert told,
      MatchView match,
      Map<String, @Nullable Object> fields) {
    if (told.fields().equals(fields)) {
      episode.latest = null;
    } else if (match.at() >= told.at() + update) {
      endWait(subject, episode);
      tell(episode, firing.draft(told, fields), match.at());
    } else {
      episode.latest = firing.draft(told, fields);
      if (episode.updating == null) {
        episode.updating = waitToTell(subject, episode, told.at() + update, episode.last);
        deadlines.add(episode.updating);
      }
    }
  }

  /** What waited to be told is told with what the match says, or is not of interest any more. */
  private void endWait(Subject subject, Episode episode) {
    Wait waiting = episode.updating;
    if (waiting != null) {
      waiting.cancel();
      deadlines.over();
      episode.updating = null;
      firing.undo(
          () -> {
            episode.updating = waitToTell(subject, episode, waiting.deadline(), waiting.anchors());
            deadlines.add(episode.updating);
          });
    }
  }

  private void awaitEnd(Subject subject, Episode episode) {
    episode.ending = waitForEnd(subject, episode, episode.until, episode.last);
    deadlines.add(episode.ending);
  }

  private Wait waitForEnd(Subject subject, Episode episode, long at, List<SourcePosition> anchors) {
    return new Wait(
        runner, at, Rank.ENDED, anchors, guard -> guard.run(() -> end(subject, episode, at)));
  }

  private void end(Subject subject, Episode episode, long now) {
    if (open.get(subject) != episode) {
      return;
    }
    if (now < episode.until) {
      awaitEnd(subject, episode);
      return;
    }
    open.remove(subject);
    cancel(episode.updating);
    Alert told = episode.told;
    if (told != null) {
      firing.resolved(told, now);
    }
  }

  /** Else time would stop once more for what is over, but not after a restart. */
  private void cancel(@Nullable Wait wait) {
    if (wait != null) {
      wait.cancel();
      deadlines.over();
    }
  }

  private Wait waitToTell(Subject subject, Episode episode, long at, List<SourcePosition> anchors) {
    return new Wait(
        runner, at, Rank.LASTED, anchors, guard -> guard.run(() -> tell(subject, episode, at)));
  }

  private void tell(Subject subject, Episode episode, long now) {
    episode.updating = null;
    Alert latest = episode.latest;
    if (latest != null && open.get(subject) == episode) {
      tell(episode, latest, now);
    }
  }

  private void tell(Episode episode, Alert changed, long now) {
    Alert told = firing.tell(runner.rule(), changed, now);
    episode.latest = null;
    if (told != null) {
      episode.told = told;
    }
  }

  /** Forgets all open episodes. */
  void clear() {
    for (Episode episode : open.values()) {
      firing.admission().episodes(episode.told, -1);
      cancel(episode.ending);
      cancel(episode.updating);
    }
    open.clear();
  }

  void save(StateWriter state, DataOutput out) throws IOException {
    out.writeInt(open.size());
    for (Map.Entry<Subject, Episode> entry : open.entrySet()) {
      EventKey.write(entry.getKey().whose.scope(), out);
      ValueCodec.write(entry.getKey().whose.key(), out);
      out.writeInt(entry.getKey().call);
      Episode episode = entry.getValue();
      out.writeLong(episode.until);
      write(episode.last, out);
      Alert told = episode.told;
      out.writeBoolean(told != null);
      if (told != null) {
        state.told(told, out);
      }
      write(episode.latest, out);
      write(episode.ending, out);
      write(episode.updating, out);
    }
  }

  void restore(StateReader state, DataInput in) throws IOException {
    int size = in.readInt();
    for (int i = 0; i < size; i++) {
      Subject subject =
          new Subject(Cooldowns.subject(EventKey.read(in), ValueCodec.read(in)), in.readInt());
      long until = in.readLong();
      List<SourcePosition> last = readPositions(in);
      Episode episode = new Episode(in.readBoolean() ? state.told(in) : null, until, last);
      episode.latest = readAlert(in);
      firing.admission().episodes(episode.told, 1);
      open.put(subject, episode);
      episode.ending = readWait(in, (at, anchors) -> waitForEnd(subject, episode, at, anchors));
      episode.updating = readWait(in, (at, anchors) -> waitToTell(subject, episode, at, anchors));
    }
  }

  private interface Maker {
    Wait wait(long at, List<SourcePosition> anchors);
  }

  private @Nullable Wait readWait(DataInput in, Maker maker) throws IOException {
    if (!in.readBoolean()) {
      return null;
    }
    long at = in.readLong();
    long sequence = in.readLong();
    Wait wait = maker.wait(at, readPositions(in));
    wait.sequence(sequence);
    deadlines.restore(wait);
    return wait;
  }

  private static void write(@Nullable Wait wait, DataOutput out) throws IOException {
    out.writeBoolean(wait != null);
    if (wait != null) {
      out.writeLong(wait.deadline());
      out.writeLong(wait.sequence());
      write(wait.anchors(), out);
    }
  }

  private static void write(@Nullable Alert alert, DataOutput out) throws IOException {
    out.writeBoolean(alert != null);
    if (alert != null) {
      AlertCodec.write(alert, out);
    }
  }

  private static @Nullable Alert readAlert(DataInput in) throws IOException {
    return in.readBoolean() ? AlertCodec.read(in) : null;
  }

  private static void write(List<SourcePosition> positions, DataOutput out) throws IOException {
    out.writeInt(positions.size());
    for (SourcePosition position : positions) {
      EventCodec.write(position, out);
    }
  }

  private static List<SourcePosition> readPositions(DataInput in) throws IOException {
    List<SourcePosition> positions = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      positions.add(EventCodec.readPosition(in));
    }
    return positions;
  }
}
