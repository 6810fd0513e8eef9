package io.tocsin.adapters.broker;

import java.io.IOException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.errors.BrokerIdNotRegisteredException;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the controller still holds of a broker that was killed: that it is there and leads its
 * partitions.
 *
 * <p>A broker that starts on this belief leads at once, and loses every partition a moment later,
 * when its new registration is known. A transaction coordinator that has read its log in between
 * finds partitions without a leader, takes them for deleted, leaves the end of a transaction out of
 * them and may still note that it is over (KAFKA-20734). Whatever the same producer commits next
 * then makes the old records readable as well. A broker whose former registration was withdrawn
 * before it starts leads nothing until all its partitions have a leader again.
 */
final class FormerRegistration {
  private static final Logger LOG = LoggerFactory.getLogger(FormerRegistration.class);
  private static final int TIMEOUT_MILLIS = 30_000;

  private FormerRegistration() {}

  /**
   * Withdraws it; the broker must not run. Takes about a second, for which the controller runs.
   *
   * @param settings of the broker that will start next
   * @return whether there was one
   * @throws IOException where the controller does not do it within 30 s
   */
  static boolean withdraw(Properties settings) throws IOException {
    Properties controller = new Properties();
    controller.putAll(settings);
    controller.put("process.roles", "controller");
    controller.put("listeners", BrokerConfiguration.controllerListener(settings));
    controller.remove("inter.broker.listener.name");
    KafkaRaftServer server =
        new KafkaRaftServer(KafkaConfig.fromProps(controller, false), Time.SYSTEM);
    try {
      server.startup();
      boolean withdrawn = unregister(settings);
      LOG.atInfo().addKeyValue("registered", withdrawn).log("Former registration withdrawn");
      return withdrawn;
    } finally {
      server.shutdown();
      server.awaitShutdown();
    }
  }

  private static boolean unregister(Properties settings) throws IOException {
    try (Admin admin =
        Admin.create(
            Map.of(
                AdminClientConfig.BOOTSTRAP_CONTROLLERS_CONFIG,
                BrokerConfiguration.controllerAddress(settings),
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                TIMEOUT_MILLIS))) {
      admin.unregisterBroker(BrokerConfiguration.NODE).all().get();
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof BrokerIdNotRegisteredException) {
        return false;
      }
      throw new IOException("the controller does not forget the killed broker", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
