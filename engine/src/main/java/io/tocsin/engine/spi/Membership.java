package io.tocsin.engine.spi;

import java.util.List;

/**
 * Which nodes are there. A look at a list, so that changes are seen by asking; safe for several
 * threads.
 */
public interface Membership {

  /** The name of this node: unique among those that run at the same time. */
  String self();

  /** The names of all nodes, this one among them, in ascending order. */
  List<String> members();

  /** A number that changes whenever {@link #members} does; never goes back. */
  long version();
}
