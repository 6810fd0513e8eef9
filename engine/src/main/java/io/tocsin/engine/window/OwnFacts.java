package io.tocsin.engine.window;

import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.event.ValueCodec;
import io.tocsin.engine.plan.Fact;
import io.tocsin.engine.plan.KeyGroup;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.session.Limit;
import io.tocsin.engine.session.Quota;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The facts that the rules of a key group have inserted, by type and key, each in the order in
 * which they came. A fact that was modified came when it was modified.
 *
 * <p>A fact that finds no place is not there. From then on its type <em>lacks facts</em>, for ever,
 * as a table lacks rows: nothing is believed that such a fact could make wrong.
 */
final class OwnFacts {
  private final KeyGroup group;
  private final Quota quota;
  private final Map<EventType, Facts> types = new LinkedHashMap<>();

  /** The facts of one type; their positions tell them apart. */
  private static final class Facts {
    final Map<SourcePosition, Fact> all = new LinkedHashMap<>();
    final Map<Object, Map<SourcePosition, Fact>> byKey = new HashMap<>();
    boolean lacks;
  }

  OwnFacts(PackPlan plan, KeyGroup group, Quota quota) {
    this.group = group;
    this.quota = quota;
    for (EventType type : plan.types()) {
      boolean row = plan.pack().tables().stream().anyMatch(t -> t.type().equals(type.name()));
      if (!type.isEvent() && !row && group.uses(type)) {
        types.put(type, new Facts());
      }
    }
  }

  /** Whether a type is an own fact that rules of the key group use. */
  boolean has(EventType type) {
    return types.containsKey(type);
  }

  /** The facts of a type with a key. */
  Collection<Fact> of(EventType type, Object key) {
    Facts facts = types.get(type);
    Map<SourcePosition, Fact> found = facts == null ? null : facts.byKey.get(key);
    return found == null ? List.of() : found.values();
  }

  /** Whether a fact is still there, in the form that it has. */
  boolean isThere(EventType type, SourcePosition position) {
    Facts facts = types.get(type);
    return facts != null && facts.all.containsKey(position);
  }

  /** Whether facts of a type have ever found no place. */
  boolean lacks(EventType type) {
    Facts facts = types.get(type);
    return facts != null && facts.lacks;
  }

  /**
   * Takes in a fact.
   *
   * @return null, or the limit that leaves no place for it
   */
  @Nullable Limit add(Fact fact, long now) {
    Facts facts = facts(fact.event().type());
    Object key = EventKey.of(group, fact.event());
    boolean isNew = !facts.byKey.containsKey(key);
    Limit limit = quota.refuses(size(fact, key, isNew), isNew, false, now);
    if (limit != null) {
      facts.lacks = true;
      return limit;
    }
    put(facts, key, fact);
    return null;
  }

  private void put(Facts facts, Object key, Fact fact) {
    boolean isNew = !facts.byKey.containsKey(key);
    facts.all.put(fact.event().position(), fact);
    facts
        .byKey
        .computeIfAbsent(key, any -> new LinkedHashMap<>(2))
        .put(fact.event().position(), fact);
    quota.keep(1, size(fact, key, isNew));
    quota.keys(isNew ? 1 : 0);
  }

  private static long size(Fact fact, Object key, boolean isNew) {
    return Footprint.ownFact(fact) + (isNew ? Footprint.chain(key) : 0);
  }

  /** Lets go of a fact; does nothing where it is not there. */
  void remove(EventType type, SourcePosition position) {
    Facts facts = facts(type);
    Fact fact = facts.all.remove(position);
    if (fact != null) {
      forget(facts, fact);
    }
  }

  private void forget(Facts facts, Fact fact) {
    Object key = EventKey.of(group, fact.event());
    Map<SourcePosition, Fact> same = facts.byKey.get(key);
    if (same != null) {
      same.remove(fact.event().position());
      boolean last = same.isEmpty();
      if (last) {
        facts.byKey.remove(key);
        quota.keys(-1);
      }
      quota.keep(-1, -size(fact, key, last));
    }
  }

  /** Lets go of what has expired at an instant. */
  void leave(long now) {
    types.forEach(
        (type, facts) -> {
          if (type.expiresMillis().isPresent()) {
            long expires = type.expiresMillis().getAsLong();
            Iterator<Fact> oldest = facts.all.values().iterator();
            while (oldest.hasNext()) {
              Fact fact = oldest.next();
              if (now - fact.time() < expires) {
                break;
              }
              oldest.remove();
              forget(facts, fact);
            }
          }
        });
  }

  private Facts facts(EventType type) {
    Facts facts = types.get(type);
    if (facts == null) {
      throw new IllegalStateException("[" + type + "] is no own fact of the key group.");
    }
    return facts;
  }

  long live() {
    return types.values().stream().mapToLong(facts -> facts.all.size()).sum();
  }

  void save(StateWriter state, DataOutput out) throws IOException {
    out.writeInt(types.size());
    for (Map.Entry<EventType, Facts> entry : types.entrySet()) {
      Facts facts = entry.getValue();
      ValueCodec.writeText(entry.getKey().declaration(), out);
      out.writeBoolean(facts.lacks);
      out.writeInt(facts.all.size());
      for (Fact fact : facts.all.values()) {
        state.fact(fact, out);
      }
    }
  }

  /**
   * Reads what {@link #save} wrote, maybe for another version of the pack: facts of a type that is
   * declared otherwise are let go.
   */
  void restore(StateReader state, DataInput in) throws IOException {
    Map<String, Facts> declared = new HashMap<>();
    types.forEach((type, facts) -> declared.put(type.declaration(), facts));
    for (int left = in.readInt(); left > 0; left--) {
      Facts facts = declared.get(ValueCodec.readText(in));
      boolean lacks = in.readBoolean();
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        Fact fact = state.fact(in);
        if (facts != null) {
          put(facts, EventKey.of(group, fact.event()), fact);
        }
      }
      if (facts != null) {
        facts.lacks = lacks;
      }
    }
  }
}
