/**
 * Tests of rules as files: events in, alerts out, in virtual time.
 *
 * <p>A file below {@code scenarios/} has one scenario or several, apart by {@code ---}. {@link
 * io.tocsin.engine.scenario.ScenarioRunner} runs those of a pack or of all packs under a folder,
 * each in an {@link io.tocsin.engine.Engine} of its own, and gives {@link
 * io.tocsin.engine.scenario.PackResult}s. Time begins at a fixed instant, {@code at} is the
 * distance from it and fills the event's time field; events are published in the order of the list,
 * so an {@code at} that goes back is an event out of order. Beside what the format asks for, an
 * event may have {@code times} and {@code every} (the same event again and again) and {@code topic}
 * (where several sources carry its type).
 */
@NullMarked
package io.tocsin.engine.scenario;

import org.jspecify.annotations.NullMarked;
