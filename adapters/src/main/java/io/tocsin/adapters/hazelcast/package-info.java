/**
 * A real Hazelcast member in this JVM: who is there, and the hot copy of the checkpoints.
 *
 * <p>{@link io.tocsin.adapters.hazelcast.HazelcastMember} starts one with settings that lose no
 * time over a dead node and open nothing but one port on one interface; it is the engine's {@link
 * io.tocsin.engine.spi.Membership}. {@link io.tocsin.adapters.hazelcast.HotCheckpoints} puts an
 * IMap before the durable store. What Hazelcast loses costs time, never an alert.
 */
@NullMarked
package io.tocsin.adapters.hazelcast;

import org.jspecify.annotations.NullMarked;
