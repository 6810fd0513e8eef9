/**
 * What a rule may touch. A consequence is Java and a constraint nearly is, so every class that the
 * compiler makes of a pack passes {@link io.tocsin.engine.sandbox.ClassGate} before it is loaded:
 * each member that its bytecode names must be on the list in {@code allowed.txt}, which is short
 * and says what, not what not.
 *
 * <p>Words: the <em>author's</em> code is what stands in a rule; the <em>frame</em> is what the
 * compiler puts around it, and may use more. Left to later layers: how long a rule runs and how
 * much memory it takes.
 */
@NullMarked
package io.tocsin.engine.sandbox;

import org.jspecify.annotations.NullMarked;
