/**
 * Assembles the node; the only package that knows the adapters. {@link
 * io.tocsin.console.wiring.NodeProcess} is the life of the process: configuration, the web server,
 * the node behind it, and the end by a signal. {@link io.tocsin.console.wiring.NodeProperties} is
 * what can be configured, and {@link io.tocsin.console.wiring.ConfigurationKeys} refuses what
 * cannot.
 */
@NullMarked
package io.tocsin.console.wiring;

import org.jspecify.annotations.NullMarked;
