/**
 * The operators: what finds matches, by the definitions of {@code docs/architecture.md}.
 *
 * <p>A {@link io.tocsin.engine.window.OperatorSessions session} holds one {@code RuleRunner} per
 * alternative of each rule: a {@code WindowRunner} where the rule is about the content of a window
 * (groups, leaving, judging), else a {@code ChainRunner} (sequences, joins, absence, accumulate
 * tied to a trigger; what is about several events together is a {@code ChainGroup}). A runner keeps
 * the events that can still matter, and only those. {@code Firing} runs the consequence of a match
 * and makes the alerts; what a consequence inserts, modifies or deletes is a {@code Change}, and
 * the facts of the pack's own are {@code OwnFacts}, which all rules of the key group see through
 * their {@code Lookup}.
 */
@NullMarked
package io.tocsin.engine.window;

import org.jspecify.annotations.NullMarked;
