/**
 * What the rules mean, computed the slow way: each {@link
 * io.tocsin.engine.testing.oracle.OracleRule} looks at the complete history and says which alerts
 * it demands, straight from the definitions. Nothing here uses the engine, so that a misreading
 * there cannot hide here.
 *
 * <p>A rule is plain data. It prints its own DRL, so one random choice yields both the rule that
 * the engine compiles and the alerts that it must raise. {@link
 * io.tocsin.engine.testing.oracle.Arrivals} decides which records are in time; {@link
 * io.tocsin.engine.testing.oracle.RandomCases} makes rules and streams from a seed.
 */
@NullMarked
package io.tocsin.engine.testing.oracle;

import org.jspecify.annotations.NullMarked;
