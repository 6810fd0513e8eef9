/**
 * What each construct of the rule language means, as tables: a rule, events in, alerts out, all
 * worked out on paper from {@code docs/semantics.md} and from what Drools documents, never from
 * what the engine printed.
 *
 * <p>A {@link io.tocsin.engine.conformance.ConformanceTable} is one pack and many cases; a {@link
 * io.tocsin.engine.conformance.StoryRun} runs the events of one case, once straight and once
 * restarted after each entry. The notation of events and alerts is that of {@link
 * io.tocsin.engine.conformance.EventLine} and of the examples in {@code docs/semantics.md}, which
 * {@link io.tocsin.engine.conformance.SemanticsDocTest} runs.
 */
@NullMarked
package io.tocsin.engine.conformance;

import org.jspecify.annotations.NullMarked;
