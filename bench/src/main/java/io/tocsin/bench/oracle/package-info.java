/**
 * Random rules over random streams, judged by the oracle of the engine's tests: {@link
 * io.tocsin.bench.oracle.OracleRun} runs cases on all cores, in {@code OracleWorker} processes,
 * {@link io.tocsin.bench.oracle.FeatureCounts} counts them by what they are about.
 */
@NullMarked
package io.tocsin.bench.oracle;

import org.jspecify.annotations.NullMarked;
