package io.tocsin.adapters.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import io.tocsin.adapters.Seconds;
import io.tocsin.adapters.Until;
import io.tocsin.adapters.broker.BrokerProcess;
import io.tocsin.adapters.hazelcast.HazelcastMember;
import io.tocsin.adapters.hazelcast.MemberSettings;
import io.tocsin.adapters.kafka.KafkaConnection;
import io.tocsin.adapters.kafka.KafkaSettings;
import io.tocsin.adapters.kafka.TestTopics;
import io.tocsin.engine.spi.Metrics;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node while its broker is away: it says so, waits without burning the processor, and goes on.
 */
@ExtendWith(Seconds.class)
class BrokerOutageIT {
  @TempDir Path data;

  @Test
  void theNodeStartsWithoutItsBrokerAndOutlivesItsDeath() throws Exception {
    PathCase path = new PathCase(4, 2_000);
    BrokerProcess broker = BrokerProcess.start(data);
    try (KafkaConnection connection =
            new KafkaConnection(KafkaSettings.oneNode(broker.bootstrap()));
        HazelcastMember member = HazelcastMember.start(MemberSettings.alone("outage", "a"))) {
      broker.kill();
      NodeRuntime node =
          new NodeRuntime(
              connection,
              member,
              List.of(path.plan),
              pack -> Metrics.NONE,
              NodeSettings.DEFAULT.withSourcePartitions(PathCase.PARTITIONS));
      node.start();
      Until.holds("it says what it waits for", () -> !node.status().detail().isEmpty());
      assertThat(node.status().isReady()).isFalse();
      broker = broker.startAgain();
      Until.holds("ready", () -> node.status().isReady());

      try (TestTopics topics = new TestTopics(connection)) {
        path.produce(topics, 0.5);
        Until.holds("some alerts", () -> !path.alerts(topics).isEmpty());
        broker.kill();
        Until.holds("it says so", () -> !node.status().brokerReachable());
        assertThat(node.status().detail()).contains("cannot be reached");
        double cpuSeconds = cpuSeconds(3_000);
        System.out.printf("%.2f CPU s in 3 s without a broker%n", cpuSeconds);
        assertThat(cpuSeconds).isLessThan(1.5);
        broker = broker.startAgain();
        path.produce(topics, 1);
        Until.holds("all alerts", () -> path.alerts(topics).size() >= path.expected.size());
        assertThat(path.alerts(topics)).isEqualTo(path.expected);
        Until.holds("ready again", () -> node.status().isReady());
        System.out.printf("%.2f CPU s in 3 s with nothing to do%n", cpuSeconds(3_000));
      }
      broker.kill();
      long began = System.nanoTime();
      assertThat(node.stop(Duration.ofSeconds(5))).isFalse();
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
    } finally {
      broker.close();
    }
  }

  private static double cpuSeconds(long duringMillis) throws InterruptedException {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long before = system.getProcessCpuTime();
    assertThat(new CountDownLatch(1).await(duringMillis, TimeUnit.MILLISECONDS)).isFalse();
    return (system.getProcessCpuTime() - before) / 1e9;
  }
}
