/**
 * Flink in the contest at the broker: a DataStream in a cluster within this process, with event
 * time, the state of each key on the heap, objects reused, and a checkpoint each second. {@link
 * io.tocsin.bench.peers.flink.ErrorsPerMinute} is the rule.
 */
@NullMarked
package io.tocsin.bench.peers.flink;

import org.jspecify.annotations.NullMarked;
