package io.tocsin.console.node;

/** The state of this node at any moment; cheap to ask and safe from any thread. */
@FunctionalInterface
public interface NodeView {

  NodeState state();
}
