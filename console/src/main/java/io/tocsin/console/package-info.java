/**
 * The node as an operator sees it: one jar with the command line, the REST interface and the pages.
 * {@link io.tocsin.console.Tocsin} is where the process starts. Only {@code console.wiring} knows
 * the adapters; everything else here speaks to the engine's ports.
 */
@NullMarked
package io.tocsin.console;

import org.jspecify.annotations.NullMarked;
