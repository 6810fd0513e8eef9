package io.tocsin.adapters.sample;

import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Generated events for one or more packs, in the order in which they are due. Deterministic: the
 * same packs, seed, start and length give the same events. Begun at the wall clock's time and sent
 * as they become due, the first alert comes within seconds, then a few per minute. Not thread-safe.
 */
public final class SampleFeed implements Iterator<SampleEvent> {
  private static final Map<String, Supplier<Scene>> SCENES = new LinkedHashMap<>();

  static {
    SCENES.put("ssh-brute-force", SshScene::new);
    SCENES.put("payment-burst", PaymentScene::new);
    SCENES.put("errors-per-minute", LogScene::new);
    SCENES.put("web-abuse", WebScene::new);
    SCENES.put("order-unpaid", OrderScene::new);
    SCENES.put("view-click", AdScene::new);
    SCENES.put("latency-average", LatencyScene::new);
  }

  private final Traffic traffic;
  private @Nullable SampleEvent next;

  private SampleFeed(Traffic traffic) {
    this.traffic = traffic;
    this.next = traffic.next();
  }

  /** The names of the packs that there are generators for. */
  public static List<String> packs() {
    return List.copyOf(SCENES.keySet());
  }

  /** An endless feed for all packs. */
  public static SampleFeed live(long seed, long startMillis) {
    return live(packs(), seed, startMillis);
  }

  /**
   * An endless feed.
   *
   * @param packs names of {@link #packs()}
   * @param startMillis the first events' time, epoch milliseconds
   * @throws TocsinException {@link ErrorCode#BAD_ARGUMENT} for a pack without a generator
   */
  public static SampleFeed live(List<String> packs, long seed, long startMillis) {
    return of(packs, seed, startMillis, Long.MAX_VALUE);
  }

  /**
   * A feed with an end: nothing begins after it, but what has begun (an order that is to be paid)
   * is completed.
   *
   * @param lengthMillis the time from the start in which things begin
   * @throws TocsinException {@link ErrorCode#BAD_ARGUMENT} for a pack without a generator
   */
  public static SampleFeed limited(
      List<String> packs, long seed, long startMillis, long lengthMillis) {
    return of(packs, seed, startMillis, startMillis + lengthMillis);
  }

  private static SampleFeed of(List<String> packs, long seed, long start, long curtain) {
    List<Scene> scenes = new ArrayList<>();
    for (String pack : packs) {
      Supplier<Scene> scene = SCENES.get(pack);
      if (scene == null) {
        throw new TocsinException(
            ErrorCode.BAD_ARGUMENT,
            "There is no generator for the pack [%s].\nMaybe take one of %s."
                .formatted(pack, packs()));
      }
      scenes.add(scene.get());
    }
    Traffic traffic = new Traffic(seed, start, curtain);
    scenes.forEach(scene -> scene.begin(traffic));
    return new SampleFeed(traffic);
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public SampleEvent next() {
    SampleEvent event = next;
    if (event == null) {
      throw new NoSuchElementException("The play is over.");
    }
    next = traffic.next();
    return event;
  }

  /** When the next event is due, epoch milliseconds; {@link Long#MAX_VALUE} after the last one. */
  public long nextDue() {
    return next == null ? Long.MAX_VALUE : next.due();
  }
}
