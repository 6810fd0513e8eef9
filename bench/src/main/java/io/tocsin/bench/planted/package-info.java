/**
 * Bugs that are planted on purpose, to see that the checks find them.
 *
 * <p>A {@link io.tocsin.bench.planted.PlantedBug} is a patch in {@code bench/planted} whose head
 * names the bug, the check that must fail, and what it must say. {@link
 * io.tocsin.bench.planted.PlantedRun} works on a copy of the tree.
 */
@NullMarked
package io.tocsin.bench.planted;

import org.jspecify.annotations.NullMarked;
