/**
 * Packs at their limits.
 *
 * <p>{@link io.tocsin.bench.limits.ShardFeed} is all shards of a node in one process, fed with
 * frames as a journal holds them. {@link io.tocsin.bench.limits.FloodRun} goes the whole way: what
 * a {@link io.tocsin.bench.limits.FloodPlan} says is sent to a broker, a node evaluates it and is
 * killed half way, and {@link io.tocsin.bench.limits.FloodBooks} hold what it says and what it
 * raised against the plan.
 */
@NullMarked
package io.tocsin.bench.limits;

import org.jspecify.annotations.NullMarked;
