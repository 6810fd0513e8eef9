package io.tocsin.engine.testing;

import io.tocsin.engine.spi.Membership;
import java.util.List;

/** A list of nodes that changes when a test says so. */
public final class FixedMembership implements Membership {
  private final String self;
  private List<String> members;
  private long version;

  public FixedMembership(String self) {
    this.self = self;
    this.members = List.of(self);
  }

  /** Sets the list of nodes, which counts as a change. */
  public void members(List<String> names) {
    members = names.stream().sorted().toList();
    version++;
  }

  @Override
  public String self() {
    return self;
  }

  @Override
  public List<String> members() {
    return members;
  }

  @Override
  public long version() {
    return version;
  }
}
