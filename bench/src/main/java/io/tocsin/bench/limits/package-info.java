/**
 * Packs at their limits: all shards of a node in one process, fed with frames as a journal holds
 * them.
 */
@NullMarked
package io.tocsin.bench.limits;

import org.jspecify.annotations.NullMarked;
