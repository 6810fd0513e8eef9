package io.tocsin.engine.router;

import io.tocsin.engine.decode.Decoders;
import io.tocsin.engine.decode.RowDecoder;
import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.pack.Source;
import io.tocsin.engine.pack.Table;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.spi.EventDecoder;
import io.tocsin.engine.spi.SourcePartition;
import io.tocsin.engine.spi.SourceReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/** The partitions of a claim that belong to one router task, with their clocks. */
final class TaskPartitions {
  private final PackPlan plan;
  private final List<EventDecoder> decoders;
  private final int shards;
  private final KeyRouter keys;
  private final LevelClocks clocks;
  private final List<RoutedPartition> mine = new ArrayList<>();

  TaskPartitions(PackPlan plan, List<EventDecoder> decoders, int shards) {
    this.plan = plan;
    this.decoders = decoders;
    this.shards = shards;
    this.keys = new KeyRouter(plan, shards);
    this.clocks = new LevelClocks(plan, shards);
  }

  /**
   * Those of a task, in the order of sources and partitions.
   *
   * @param provenAt when lag 0 was last proven, as {@link PartitionClock} has it
   * @throws TocsinException with {@link ErrorCode#BAD_CONFIGURATION} where it has none from outside
   */
  List<RoutedPartition> of(
      int task,
      int tasks,
      SourceReader.Claim claim,
      ToLongFunction<SourcePartition> provenAt,
      long now) {
    List<Source> sources = plan.pack().sources();
    List<Table> tables = plan.pack().tables();
    claim
        .starts()
        .forEach(
            (name, start) -> {
              for (int i = 0; i < sources.size(); i++) {
                if (isMine(sources.get(i).topic(), i, name, task, tasks)) {
                  PartitionClock clock =
                      new PartitionClock(sources.get(i), now, provenAt.applyAsLong(name));
                  Long time = claim.times().get(name);
                  if (time != null) {
                    clock.accepted(time);
                  }
                  add(name, i, start, clock);
                }
              }
              for (int i = 0; i < tables.size(); i++) {
                if (isMine(tables.get(i).topic(), sources.size() + i, name, task, tasks)) {
                  add(name, sources.size() + i, tables.get(i), start);
                }
              }
            });
    if (!clocks.isComplete()) {
      throw new TocsinException(
          ErrorCode.BAD_CONFIGURATION,
          "The router task [%d] of [%d] of the pack [%s] has no source partition.\nMaybe set fewer tasks."
              .formatted(task, tasks, plan.pack().name()));
    }
    mine.sort(
        Comparator.<RoutedPartition>comparingInt(partition -> partition.source)
            .thenComparingInt(partition -> partition.name.partition()));
    return mine;
  }

  KeyRouter keys() {
    return keys;
  }

  LevelClocks clocks() {
    return clocks;
  }

  private static boolean isMine(
      String topic, int source, SourcePartition name, int task, int tasks) {
    return topic.equals(name.topic()) && Math.floorMod(name.partition() + source, tasks) == task;
  }

  private void add(SourcePartition name, int place, long start, PartitionClock clock) {
    Source source = plan.pack().sources().get(place);
    clocks.add(source, clock);
    DerivedClock derived = plan.isDerived(source) ? clocks.addDerived(source, start) : null;
    int home = keys.homeOf(place, name.partition());
    mine.add(
        new RoutedPartition(
            name, place, decoders.get(place), null, clock, derived, home, start, shards));
  }

  private void add(SourcePartition name, int place, Table table, long start) {
    RowDecoder rows = Decoders.rows(table, plan.types());
    int home = keys.homeOf(place, name.partition());
    mine.add(new RoutedPartition(name, place, null, rows, null, null, home, start, shards));
  }
}
