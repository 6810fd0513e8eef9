/**
 * Runs what the {@link io.tocsin.engine.testing.oracle} chose and compares: the engine entry by
 * entry, restarted, and in frames of any size ({@link
 * io.tocsin.engine.testing.differential.Differential}), and Drools itself with the same rules
 * ({@link io.tocsin.engine.testing.differential.DroolsComparison}). Tests and {@code bench/run
 * oracle} share it.
 */
@NullMarked
package io.tocsin.engine.testing.differential;

import org.jspecify.annotations.NullMarked;
