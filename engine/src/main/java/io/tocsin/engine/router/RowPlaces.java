package io.tocsin.engine.router;

import io.tocsin.engine.event.BytesOut;
import io.tocsin.engine.event.Event;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.pack.Table;
import io.tocsin.engine.plan.KeyGroup;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.plan.TablePlacement;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Tells on which shard a row of a table is wanted: where the events are that have the row's key as
 * theirs, where that is known for every rule that looks at the table, else on all. For one thread.
 */
public final class RowPlaces {
  /** Every shard wants the row. */
  public static final int EVERYWHERE = -1;

  private final int shards;
  private final Map<EventType, Place> places = new IdentityHashMap<>();
  private final BytesOut key = new BytesOut(64);

  /**
   * @param users the key groups whose rules look at the table, as bits
   * @param keyField the place of the table's key among the fields
   * @param shard the one on which the rules without a key run
   */
  private record Place(TablePlacement placement, long users, int keyField, int shard) {}

  /**
   * @param shards how many there are, 1 or more
   */
  public RowPlaces(PackPlan plan, int shards) {
    this.shards = shards;
    for (Table table : plan.pack().tables()) {
      EventType type = plan.type(table.type());
      int home =
          plan.keyGroups().stream()
              .filter(group -> group.looksAt(type))
              .mapToInt(KeyGroup::index)
              .map(group -> KeyRouter.homeOf(plan.pack().name(), group, shards))
              .findFirst()
              .orElse(EVERYWHERE);
      places.put(
          type,
          new Place(plan.placement(type), plan.keyGroupsOf(type), type.indexOf(table.key()), home));
    }
  }

  /** The key groups whose rules look at a table, as bits. */
  long usersOf(EventType table) {
    Place place = places.get(table);
    return place == null ? 0 : place.users();
  }

  /**
   * The one shard that wants a row, or {@link #EVERYWHERE}.
   *
   * @param books the shard that gets what no rule looks at, to count it
   */
  int shardOf(Event row, int books) {
    Place place = places.get(row.type());
    return place == null || place.placement() == TablePlacement.NOWHERE
        ? books
        : shardOf(row, place);
  }

  private int shardOf(Event row, Place place) {
    return switch (place.placement()) {
      case EVERYWHERE, NOWHERE -> EVERYWHERE;
      case ONE_SHARD -> place.shard();
      case BY_KEY -> {
        key.clear();
        CanonicalKey.write(row.value(place.keyField()), key);
        yield Hash64.shard(Hash64.of(key.array(), key.length()), shards);
      }
    };
  }

  /** Whether a shard wants a row of a table that is declared in the pack. */
  public boolean isOn(Event row, int shard) {
    Place place = places.get(row.type());
    int wanted = place == null ? EVERYWHERE : shardOf(row, place);
    return wanted == EVERYWHERE || wanted == shard;
  }

  /** Whether each row of a table is wanted on one shard alone. */
  public boolean isOnOne(EventType table) {
    Place place = places.get(table);
    return place != null
        && (place.placement() == TablePlacement.BY_KEY
            || place.placement() == TablePlacement.ONE_SHARD);
  }
}
