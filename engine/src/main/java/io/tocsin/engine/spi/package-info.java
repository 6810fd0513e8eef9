/**
 * The ports of the engine: what it needs from the world around it, as small interfaces. Adapters
 * implement them (Kafka, Hazelcast, files); the in-memory forms for tests pass the same contract
 * tests.
 *
 * <p>In the order of an event's way: a router task reads source topics through a {@link
 * io.tocsin.engine.spi.SourceReader}, decodes with an {@link io.tocsin.engine.spi.EventDecoder} and
 * appends frames to the {@link io.tocsin.engine.spi.Journal}; a lane reads them back through a
 * {@link io.tocsin.engine.spi.JournalReader}, writes its shards' results through its {@link
 * io.tocsin.engine.spi.Outbox} and their state to the {@link io.tocsin.engine.spi.CheckpointStore}.
 * {@link io.tocsin.engine.spi.Membership} and {@link io.tocsin.engine.spi.Metrics} serve all of
 * them.
 *
 * <p>The engine attaches no callbacks to futures: it asks whether they are done, on its own thread.
 * Every failure is a {@link io.tocsin.engine.event.TocsinException} with the code that the method
 * names.
 */
@NullMarked
package io.tocsin.engine.spi;

import org.jspecify.annotations.NullMarked;
