/**
 * What the command line and the pages know of a running node: {@link
 * io.tocsin.console.node.NodeView} tells its state, {@link io.tocsin.console.node.AlertFeed} holds
 * the latest alerts for those who watch, and {@link io.tocsin.console.node.EventGateway} takes
 * events in. {@code console.wiring} stands behind all three; nothing here knows Kafka or Hazelcast.
 */
@NullMarked
package io.tocsin.console.node;

import org.jspecify.annotations.NullMarked;
