package io.tocsin.adapters.hazelcast;

import com.hazelcast.cluster.InitialMembershipEvent;
import com.hazelcast.cluster.InitialMembershipListener;
import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.spi.Membership;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Hazelcast member in this JVM. It listens on one address only, for members only.
 *
 * <p>Rules never run on its threads: its callbacks do no more than keep the list of members.
 */
public final class HazelcastMember implements Membership, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HazelcastMember.class);

  private final String node;
  private final HazelcastInstance instance;
  private volatile View view;

  private record View(long version, List<String> members, String eldest) {}

  private HazelcastMember(String node, HazelcastInstance instance) {
    this.node = node;
    this.instance = instance;
    view = new View(0, List.of(node), node);
    instance.getCluster().addMembershipListener(new Callbacks());
  }

  /**
   * Starts a member and waits until it has joined, about 2 s.
   *
   * @throws TocsinException with {@link ErrorCode#UNAVAILABLE} where it cannot listen or join
   */
  public static HazelcastMember start(MemberSettings settings) {
    long began = System.nanoTime();
    try {
      HazelcastInstance instance = Hazelcast.newHazelcastInstance(MemberConfiguration.of(settings));
      HazelcastMember member = new HazelcastMember(settings.node(), instance);
      LOG.atInfo()
          .addKeyValue("address", member.address())
          .addKeyValue("members", member.members())
          .addKeyValue("millis", (System.nanoTime() - began) / 1_000_000)
          .log("Member started");
      return member;
    } catch (RuntimeException e) {
      throw new TocsinException(
          ErrorCode.UNAVAILABLE,
          "The member [%s] of the cluster [%s] cannot start on [%s:%d]: [%s].\nMaybe the port is taken or the address is not this machine's."
              .formatted(
                  settings.node(),
                  settings.cluster(),
                  settings.address(),
                  settings.port(),
                  e.getMessage()),
          e);
    }
  }

  @Override
  public String self() {
    return node;
  }

  @Override
  public List<String> members() {
    return view.members();
  }

  @Override
  public long version() {
    return view.version();
  }

  /**
   * The node that has been a member for longest. All members of a cluster name the same one, and
   * one that joins never takes its place.
   */
  public String eldest() {
    return view.eldest();
  }

  /** Where other members reach this one: {@code host:port}. */
  public String address() {
    InetSocketAddress address = (InetSocketAddress) instance.getLocalEndpoint().getSocketAddress();
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  /** The replicated hot copy of the checkpoints, in pieces. */
  IMap<String, byte[]> checkpoints() {
    return instance.getMap(MemberConfiguration.CHECKPOINTS);
  }

  /** Leaves the cluster after handing over what it holds. */
  @Override
  public void close() {
    instance.shutdown();
  }

  HazelcastInstance instance() {
    return instance;
  }

  private synchronized void changed(Set<Member> members) {
    List<String> names =
        members.stream().map(m -> m.getAttribute(MemberConfiguration.NODE)).sorted().toList();
    // Hazelcast keeps them in the order in which they joined, the same on each member.
    String eldest =
        members.stream()
            .findFirst()
            .map(m -> m.getAttribute(MemberConfiguration.NODE))
            .orElse(node);
    if (!names.equals(view.members()) || !eldest.equals(view.eldest())) {
      view = new View(view.version() + 1, names, eldest);
      LOG.atInfo()
          .addKeyValue("members", names)
          .addKeyValue("eldest", eldest)
          .log("Members changed");
    }
  }

  private final class Callbacks implements InitialMembershipListener {
    @Override
    public void init(InitialMembershipEvent event) {
      changed(event.getMembers());
    }

    @Override
    public void memberAdded(MembershipEvent event) {
      changed(event.getMembers());
    }

    @Override
    public void memberRemoved(MembershipEvent event) {
      changed(event.getMembers());
    }
  }
}
