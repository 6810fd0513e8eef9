/**
 * The built jar in processes of its own: {@link io.tocsin.console.testing.TocsinProcess} is any
 * command, {@link io.tocsin.console.testing.NodeProcess} a node that is asked over HTTP, and {@link
 * io.tocsin.console.testing.OneNode} starts one against a broker.
 */
@NullMarked
package io.tocsin.console.testing;

import org.jspecify.annotations.NullMarked;
