/**
 * The operators: what finds matches, by the definitions of {@code docs/architecture.md}.
 *
 * <p>A {@link io.tocsin.engine.window.OperatorSessions session} holds one {@code RuleRunner} per
 * alternative of each rule: a {@code WindowRunner} where the rule is about the content of a window
 * (groups, leaving, judging), else a {@code ChainRunner} (sequences, joins, absence, accumulate
 * tied to a trigger). A runner keeps the events that can still matter, and only those. {@code
 * Firing} runs the consequence of a match and makes the alerts.
 */
@NullMarked
package io.tocsin.engine.window;

import org.jspecify.annotations.NullMarked;
