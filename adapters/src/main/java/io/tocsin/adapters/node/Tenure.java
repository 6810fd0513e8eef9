package io.tocsin.adapters.node;

import io.tocsin.engine.spi.Membership;
import java.util.List;

/**
 * The list of nodes as it was when a pack was launched. A lane that is fenced sees no change and
 * stays stopped, because whether this node may claim again is the supervisor's to say.
 */
record Tenure(String self, List<String> members, long version) implements Membership {
  static Tenure of(Membership membership) {
    long version = membership.version();
    return new Tenure(membership.self(), membership.members(), version);
  }
}
