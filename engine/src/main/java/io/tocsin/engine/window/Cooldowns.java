package io.tocsin.engine.window;

import io.tocsin.engine.event.NumberValue;
import io.tocsin.engine.event.ValueCodec;
import io.tocsin.engine.session.Limit;
import io.tocsin.engine.session.Quota;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * For how long one rule says no more about a key, and how many alerts that held back.
 *
 * <p>Keys are those of alerts within a key of the rule: what a rule tells must not depend on which
 * of its keys are on one shard.
 */
final class Cooldowns {
  /** For how long what was held back is remembered after its cooldown. */
  static final long REMEMBERED = 86_400_000L;

  /**
   * Whose cooldown it is.
   *
   * @param scope the rule's key
   * @param key the alert's key
   */
  record Subject(Object scope, @Nullable Object key) {}

  /** Numbers of one value are the same key. */
  static Subject subject(Object scope, @Nullable Object key) {
    return new Subject(scope, key instanceof Number number ? NumberValue.of(number) : key);
  }

  /** A cooldown; over at its time. */
  private static final class Cooldown {
    final long until;
    long heldBack;

    Cooldown(long until) {
      this.until = until;
    }
  }

  private final long millis;
  private final Quota quota;

  /** In the order of their ends. */
  private final Map<Subject, Cooldown> cooldowns = new LinkedHashMap<>();

  Cooldowns(long millis, Quota quota) {
    this.millis = millis;
    this.quota = quota;
  }

  /** Until when nothing may be said, exclusive; a time at or before now where something may. */
  long until(Subject subject) {
    Cooldown cooldown = cooldowns.get(subject);
    return cooldown == null ? Long.MIN_VALUE : cooldown.until;
  }

  /** Counts an alert that is not told; returns what takes it back. */
  Runnable holdBack(Subject subject) {
    Cooldown cooldown = cooldowns.get(subject);
    if (cooldown == null) {
      return () -> {};
    }
    cooldown.heldBack++;
    return () -> cooldown.heldBack--;
  }

  /**
   * Counts an alert that came to nothing while it waited for the cooldown's end. It may have waited
   * to this very instant, at which the cooldown is over and maybe let go of.
   *
   * @return what takes it back
   */
  Runnable gaveUp(Subject subject, long now) {
    if (until(subject) > now) {
      return holdBack(subject);
    }
    long heldBack = heldBack(subject, now);
    Cooldown before = remove(subject);
    Cooldown ended = new Cooldown(now);
    ended.heldBack = heldBack + 1;
    add(subject, ended);
    return () -> {
      remove(subject);
      if (before != null) {
        add(subject, before);
      }
    };
  }

  /** How many alerts were held back since the last one. */
  long heldBack(Subject subject, long now) {
    Cooldown cooldown = cooldowns.get(subject);
    return cooldown == null || isOver(cooldown, now) ? 0 : cooldown.heldBack;
  }

  /** The limit that leaves no place for the cooldown of one more key, null where there is one. */
  @Nullable Limit refuses(Subject subject, long now) {
    return cooldowns.containsKey(subject) ? null : quota.refuses(bytes(subject), true, true, now);
  }

  /** An alert is told, and a cooldown begins; returns what takes it back. */
  Runnable begin(Subject subject, long now) {
    Cooldown before = remove(subject);
    add(subject, new Cooldown(now + millis));
    return () -> {
      remove(subject);
      if (before != null) {
        // At the end in the place of its own: it is over already, so nothing depends on the order.
        add(subject, before);
      }
    };
  }

  private void add(Subject subject, Cooldown cooldown) {
    cooldowns.put(subject, cooldown);
    quota.keys(1);
    quota.keep(0, bytes(subject));
  }

  private @Nullable Cooldown remove(Subject subject) {
    Cooldown cooldown = cooldowns.remove(subject);
    if (cooldown != null) {
      quota.keys(-1);
      quota.keep(0, -bytes(subject));
    }
    return cooldown;
  }

  private static long bytes(Subject subject) {
    return Footprint.COOLDOWN + EventKey.bytes(subject.scope) + Footprint.of(subject.key);
  }

  /** Whether nothing of a cooldown matters any more. */
  private static boolean isOver(Cooldown cooldown, long now) {
    return now >= cooldown.until + (cooldown.heldBack == 0 ? 0 : REMEMBERED);
  }

  /** Lets go of what is over. */
  void sweep(long now) {
    Iterator<Map.Entry<Subject, Cooldown>> all = cooldowns.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<Subject, Cooldown> first = all.next();
      if (first.getValue().until > now) {
        return;
      }
      if (isOver(first.getValue(), now)) {
        all.remove();
        quota.keys(-1);
        quota.keep(0, -bytes(first.getKey()));
      }
    }
  }

  /** Forgets everything. */
  void clear() {
    quota.keys(-cooldowns.size());
    cooldowns.keySet().forEach(subject -> quota.keep(0, -bytes(subject)));
    cooldowns.clear();
  }

  void save(DataOutput out) throws IOException {
    out.writeInt(cooldowns.size());
    for (Map.Entry<Subject, Cooldown> cooldown : cooldowns.entrySet()) {
      EventKey.write(cooldown.getKey().scope, out);
      ValueCodec.write(cooldown.getKey().key, out);
      out.writeLong(cooldown.getValue().until);
      out.writeLong(cooldown.getValue().heldBack);
    }
  }

  void restore(DataInput in) throws IOException {
    int size = in.readInt();
    for (int i = 0; i < size; i++) {
      Subject subject = new Subject(EventKey.read(in), ValueCodec.read(in));
      Cooldown cooldown = new Cooldown(in.readLong());
      cooldown.heldBack = in.readLong();
      add(subject, cooldown);
    }
  }
}
