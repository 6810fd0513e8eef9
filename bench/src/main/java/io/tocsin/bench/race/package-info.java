/**
 * Tocsin beside stream processors at a real broker. Each {@link io.tocsin.bench.race.Entrant
 * entrant} runs in a {@link io.tocsin.bench.race.EntrantProcess process} of its own with its own
 * libraries. {@link io.tocsin.bench.race.Race} has it read a topic, and takes the time from its
 * first record until all its alerts are readable under {@code read_committed}, as the broker tells
 * {@link io.tocsin.bench.race.AlertWatch}. {@link io.tocsin.bench.race.ReadAlerts} are the alerts,
 * read back afterwards and compared one by one with those of the loop written by hand.
 */
@NullMarked
package io.tocsin.bench.race;

import org.jspecify.annotations.NullMarked;
