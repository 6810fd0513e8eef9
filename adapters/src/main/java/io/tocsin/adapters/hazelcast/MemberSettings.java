package io.tocsin.adapters.hazelcast;

import java.util.List;

/**
 * How a node joins its cluster.
 *
 * @param cluster the cluster's name; members of another name are never joined
 * @param node this node's name, unique among those that run
 * @param address the address of the interface to listen on; no other one is opened
 * @param port the port; 0 for any free one
 * @param peers other members as {@code host:port}; empty for a cluster of one
 * @param backups how many other members hold each entry: 1, or 2 from four nodes on
 */
public record MemberSettings(
    String cluster, String node, String address, int port, List<String> peers, int backups) {

  public MemberSettings {
    peers = List.copyOf(peers);
  }

  /** A member on loopback that joins nobody; others may join it. */
  public static MemberSettings alone(String cluster, String node) {
    return new MemberSettings(cluster, node, "127.0.0.1", 0, List.of(), 1);
  }
}
