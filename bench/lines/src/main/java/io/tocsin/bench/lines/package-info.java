/**
 * What all have in common that read the log lines of W1 from a topic and write alerts to another:
 * how a {@link io.tocsin.bench.lines.LogLine line} is parsed, what a {@link
 * io.tocsin.bench.lines.ErrorWindow window} of errors holds, how an {@link
 * io.tocsin.bench.lines.AlertLine alert} is written, the {@link io.tocsin.bench.lines.Clients
 * settings} of consumers and producers, and the {@link io.tocsin.bench.lines.RacerMain process} in
 * which a {@link io.tocsin.bench.lines.Racer racer} waits until it is told to run.
 */
@NullMarked
package io.tocsin.bench.lines;

import org.jspecify.annotations.NullMarked;
