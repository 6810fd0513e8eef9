package io.tocsin.adapters.hazelcast;

import com.hazelcast.config.AdvancedNetworkConfig;
import com.hazelcast.config.ClassFilter;
import com.hazelcast.config.Config;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;

/** The settings of a member, as Hazelcast's own configuration. */
final class MemberConfiguration {
  /** The attribute that tells a node's name to the others. */
  static final String NODE = "tocsin.node";

  /** The IMap with the hot copy of the checkpoints. */
  static final String CHECKPOINTS = "tocsin-checkpoints";

  private MemberConfiguration() {}

  static Config of(MemberSettings settings) {
    Config config = new Config();
    config.setClusterName(settings.cluster());
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.setProperty("hazelcast.phone.home.enabled", "false");
    // Because a write whose backup is unknown must be seen as failed, not as done.
    config.setProperty("hazelcast.operation.fail.on.indeterminate.state", "true");
    // Because it would log how busy the machine is, which our metrics tell.
    config.setProperty("hazelcast.health.monitoring.level", "OFF");
    config.setProperty("hazelcast.heartbeat.interval.seconds", "1");
    config.setProperty("hazelcast.max.no.heartbeat.seconds", "5");
    // Because the node stops its lanes first, and then its member.
    config.setProperty("hazelcast.shutdownhook.enabled", "false");
    // Because two nodes that started at the same moment must not stay apart for five minutes.
    config.setProperty("hazelcast.merge.first.run.delay.seconds", "20");
    config.setProperty("hazelcast.merge.next.run.delay.seconds", "20");
    config.setProperty("hazelcast.wait.seconds.before.join", "0");
    config.setProperty("hazelcast.socket.bind.any", "false");
    config.getMetricsConfig().setEnabled(false);
    config.getMemberAttributeConfig().setAttribute(NODE, settings.node());
    config.getSerializationConfig().setJavaSerializationFilterConfig(onlyWhatItNeeds());
    config.setAdvancedNetworkConfig(membersOnly(settings));
    config.addMapConfig(
        new MapConfig(CHECKPOINTS)
            .setInMemoryFormat(InMemoryFormat.BINARY)
            .setBackupCount(settings.backups())
            .setStatisticsEnabled(false));
    return config;
  }

  /** One endpoint, for members: no client, no REST, no discovery. */
  private static AdvancedNetworkConfig membersOnly(MemberSettings settings) {
    ServerSocketEndpointConfig endpoint =
        new ServerSocketEndpointConfig().setPort(settings.port()).setPortAutoIncrement(false);
    endpoint.getInterfaces().setEnabled(true).addInterface(settings.address());
    JoinConfig join = new JoinConfig();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    // Even without peers, because members refuse one that joins in another way.
    join.getTcpIpConfig().setEnabled(true);
    settings.peers().forEach(join.getTcpIpConfig()::addMember);
    AdvancedNetworkConfig network = new AdvancedNetworkConfig().setEnabled(true).setJoin(join);
    network.setMemberEndpointConfig(endpoint);
    return network;
  }

  /**
   * Our values are strings and bytes; Hazelcast's own messages carry exceptions and collections.
   */
  private static JavaSerializationFilterConfig onlyWhatItNeeds() {
    return new JavaSerializationFilterConfig()
        .setDefaultsDisabled(true)
        .setWhitelist(
            new ClassFilter().addPrefixes("com.hazelcast.", "java.lang.", "java.util.", "["));
  }
}
