/**
 * The command line {@code tocsin}. {@link io.tocsin.console.cli.CommandLineFactory} puts it
 * together; each verb is one class. Messages for people go to standard error and name a way out;
 * results go to standard output, as JSON where {@code --json} is given. {@link
 * io.tocsin.console.cli.ExitCode} lists what a command's end means. Nothing here loads Spring: only
 * the verbs that start a node do.
 */
@NullMarked
package io.tocsin.console.cli;

import org.jspecify.annotations.NullMarked;
