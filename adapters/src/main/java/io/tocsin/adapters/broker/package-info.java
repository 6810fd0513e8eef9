/**
 * A real Kafka broker without an installation: one node, broker and controller at once, on
 * loopback.
 *
 * <p>{@link io.tocsin.adapters.broker.EmbeddedBroker} runs in this JVM, for {@code ./tocsin dev}.
 * {@link io.tocsin.adapters.broker.BrokerProcess} runs the same broker in a JVM of its own, so that
 * a test can kill or freeze it. Both keep their data in a directory that is given: a start on the
 * same directory finds the topics again, on the same port where that is free.
 */
@NullMarked
package io.tocsin.adapters.broker;

import org.jspecify.annotations.NullMarked;
