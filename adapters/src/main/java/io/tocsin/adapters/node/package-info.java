/**
 * A node: the threads that run the engine's routers and lanes against real systems.
 *
 * <p>{@link io.tocsin.adapters.node.NodeRuntime} supervises: it makes topics, starts each pack once
 * the broker can be reached, and looks after the broker from then on. A pack has one thread for its
 * router task and one for each lane ({@code Worker}); each of them steps a plain object of the
 * engine, which knows no threads. A thread of its own looks at the lanes each second and tells
 * where one takes long for a frame ({@code LaneWatch}). {@link io.tocsin.adapters.node.NodeStatus}
 * is one look at everything, cheap and safe from any thread.
 *
 * <p>Stopping goes with the stream: the routers first, then the lanes, which apply what the routers
 * wrote last, commit it and leave a checkpoint.
 */
@NullMarked
package io.tocsin.adapters.node;

import org.jspecify.annotations.NullMarked;
