/**
 * Kafka behind the engine's ports: the log, the arbiter and the fence.
 *
 * <p>A {@link io.tocsin.adapters.kafka.KafkaConnection} knows how to reach the broker, {@link
 * io.tocsin.adapters.kafka.Topics} makes the topics of a pack where they are missing. An event
 * comes in through {@link io.tocsin.adapters.kafka.KafkaSourceReader}, lies in the {@link
 * io.tocsin.adapters.kafka.KafkaJournal}, and what it led to leaves through the {@link
 * io.tocsin.adapters.kafka.KafkaOutbox} of its lane; the state goes to the {@link
 * io.tocsin.adapters.kafka.KafkaCheckpointStore}.
 *
 * <p>Nothing here joins a consumer group: partitions are assigned, and a <em>claim</em> decides who
 * may write. A claim is {@code initTransactions()} of a transactional id, which fences the owner
 * before, and a record of it in the claims topic, whose offset is the epoch. {@code
 * TransactionalWriter} owns that, and knows how a transaction ended, or finds it out.
 */
@NullMarked
package io.tocsin.adapters.kafka;

import org.jspecify.annotations.NullMarked;
