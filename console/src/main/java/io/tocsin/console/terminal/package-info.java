/**
 * What a person at a terminal sees while a node runs: {@link
 * io.tocsin.console.terminal.AlertPrinter} prints alerts to standard output and {@link
 * io.tocsin.console.terminal.Progress} prints steps to standard error. {@link
 * io.tocsin.console.terminal.Terminal} decides about colours and makes foreign text harmless.
 */
@NullMarked
package io.tocsin.console.terminal;

import org.jspecify.annotations.NullMarked;
