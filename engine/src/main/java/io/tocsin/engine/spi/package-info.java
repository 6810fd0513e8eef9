/**
 * The ports of the engine: what it needs from the world around it, as small interfaces. Adapters
 * implement them (Kafka, Hazelcast, files); the in-memory forms for tests pass the same contract
 * tests.
 */
@NullMarked
package io.tocsin.engine.spi;

import org.jspecify.annotations.NullMarked;
