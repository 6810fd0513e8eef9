package io.tocsin.engine.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a rule's metadata says about time. Lengths are milliseconds, 0 where the rule says nothing.
 *
 * @param holdFor {@code @for}: how long the condition must hold before the rule alerts
 * @param keepFiringFor {@code @keepFiringFor}: how long it must not hold before an episode ends
 * @param cooldown {@code @cooldown}: how long after an alert the next one of its key may come
 * @param update {@code @update}: how long after a message of an open episode its changed fields may
 *     be told
 * @param every {@code @every}: when a window is judged; null for at each event
 * @param session {@code @session}: the gap that ends a session
 * @param recover {@code @recover}: what ends an episode in the place of the condition's end; empty
 *     for that itself
 */
public record Timing(
    long holdFor,
    long keepFiringFor,
    long cooldown,
    long update,
    @Nullable Period every,
    long session,
    List<Condition> recover) {
  /** No metadata. */
  public static final Timing NONE = new Timing(0, 0, 0, 0, null, 0, List.of());

  /** Whether what a window says depends on how long its condition holds or did not hold. */
  public boolean lasts(boolean opensEpisode) {
    return holdFor > 0
        || keepFiringFor > 0
        || update > 0
        || !recover.isEmpty()
        || (cooldown > 0 && opensEpisode);
  }
}
