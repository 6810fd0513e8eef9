/**
 * What a rule may touch. A consequence is Java and a constraint nearly is, so every class that the
 * compiler makes of a pack passes {@link io.tocsin.engine.sandbox.ClassGate} before it is loaded:
 * each member that its bytecode names must be on the list in {@code allowed.txt}, which is short
 * and says what, not what not.
 *
 * <p>Words: the <em>author's</em> code is what stands in a rule; the <em>frame</em> is what the
 * compiler puts around it, and may use more.
 *
 * <p>How long a rule runs and how much memory it takes is bounded by counting: {@link
 * io.tocsin.engine.sandbox.Instrumentation} changes the checked classes so that they count in the
 * {@link io.tocsin.engine.sandbox.Budget} of the rule that the session evaluates. {@code Prices}
 * says what a library call costs, {@code Charge} computes it from the sizes of the arguments,
 * {@code Free} finds the methods that need not count.
 */
@NullMarked
package io.tocsin.engine.sandbox;

import org.jspecify.annotations.NullMarked;
