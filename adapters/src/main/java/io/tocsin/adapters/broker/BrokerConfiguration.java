package io.tocsin.adapters.broker;

import java.io.File;
import java.util.Properties;

/** The settings of the one-node broker, as Kafka's own property names. */
final class BrokerConfiguration {
  /** The only node's number, as broker and as controller. */
  static final int NODE = 1;

  private static final String LISTENERS = "listeners";
  private static final String CONTROLLER = "CONTROLLER://";

  private BrokerConfiguration() {}

  static Properties of(File logs, int port, int controllerPort) {
    Properties p = new Properties();
    p.put("node.id", Integer.toString(NODE));
    p.put("process.roles", "broker,controller");
    p.put("controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort);
    p.put("controller.listener.names", "CONTROLLER");
    p.put("inter.broker.listener.name", "CLIENT");
    p.put("listener.security.protocol.map", "CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    p.put(
        LISTENERS, "CLIENT://127.0.0.1:" + port + "," + CONTROLLER + "127.0.0.1:" + controllerPort);
    p.put("log.dirs", logs.getPath());
    p.put("auto.create.topics.enable", "false");
    p.put("group.initial.rebalance.delay.ms", "0");
    oneReplica(p);
    neverForgets(p);
    small(p);
    return p;
  }

  /** The controller's part of the listeners of these settings. */
  static String controllerListener(Properties settings) {
    String listeners = settings.getProperty(LISTENERS);
    return listeners.substring(listeners.indexOf(CONTROLLER));
  }

  /** The controller's address, {@code 127.0.0.1:PORT}, of these settings. */
  static String controllerAddress(Properties settings) {
    return controllerListener(settings).substring(CONTROLLER.length());
  }

  private static void oneReplica(Properties p) {
    p.put("default.replication.factor", "1");
    p.put("min.insync.replicas", "1");
    p.put("offsets.topic.replication.factor", "1");
    p.put("transaction.state.log.replication.factor", "1");
    p.put("transaction.state.log.min.isr", "1");
    p.put("share.coordinator.state.topic.replication.factor", "1");
    p.put("share.coordinator.state.topic.min.isr", "1");
  }

  private static void neverForgets(Properties p) {
    // Because the default of seven days deletes back-dated events within minutes.
    p.put("log.retention.ms", "-1");
    // Because the default refuses records dated more than an hour ahead; the engine judges times
    // itself.
    p.put("log.message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE));
    // Because a node that was off for a week must still find where it stopped.
    p.put("offsets.retention.minutes", Integer.toString(Integer.MAX_VALUE));
    // So that a record over the engine's limit reaches the dead letters with a reason.
    p.put("message.max.bytes", Integer.toString(8 << 20));
    // Because a transaction of a dead lane would else hold back its readers for ten more seconds.
    p.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
  }

  private static void small(Properties p) {
    p.put("offsets.topic.num.partitions", "4");
    p.put("transaction.state.log.num.partitions", "4");
    p.put("share.coordinator.state.topic.num.partitions", "1");
    // Because the controller's empty records, each with a flush of the disk, are for other nodes.
    p.put("metadata.max.idle.interval.ms", "0");
    p.put("log.cleaner.dedupe.buffer.size", Integer.toString(8 << 20));
    p.put("num.network.threads", "2");
    p.put("num.io.threads", "4");
    p.put("background.threads", "4");
    // Markers take a millisecond where all partitions are here, and a lane's next results wait for
    // them.
    p.put("add.partitions.to.txn.retry.backoff.ms", "5");
  }
}
