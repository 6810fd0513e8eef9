/**
 * What a node does through a real broker.
 *
 * <p>{@link io.tocsin.bench.broker.SourceTopic} is a topic in a broker process of its own, filled
 * before. {@link io.tocsin.bench.broker.NodeRun} starts a whole node on it and takes the time from
 * the first read to the commit that covers the last record; {@link io.tocsin.bench.broker.ParseRun}
 * only reads and parses the same records, which is what no node can beat. {@link
 * io.tocsin.bench.broker.ServedNode} is a node in a process of its own, and {@link
 * io.tocsin.bench.broker.TopicFollower} reads what it writes.
 */
@NullMarked
package io.tocsin.bench.broker;

import org.jspecify.annotations.NullMarked;
