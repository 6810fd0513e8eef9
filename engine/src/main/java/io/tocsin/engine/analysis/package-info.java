/**
 * What a pack's rules say, read from their syntax tree before anything is built: {@link
 * io.tocsin.engine.analysis.DeclaredTypes} has the event types, {@link
 * io.tocsin.engine.analysis.PackGate} refuses what is outside of the supported subset of DRL, and
 * {@link io.tocsin.engine.analysis.Lint} gathers everything that can be said about a folder. Every
 * finding points to a file, a line and a column.
 *
 * <p>Words: a <em>tree</em> is one parsed file; <em>masked</em> text has blanks in the place of
 * comments and literals, so that what is found in it is code.
 */
@NullMarked
package io.tocsin.engine.analysis;

import org.jspecify.annotations.NullMarked;
