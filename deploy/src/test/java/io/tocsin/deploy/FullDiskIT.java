package io.tocsin.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.adapters.broker.BrokerProcess;
import io.tocsin.console.testing.NodeProcess;
import io.tocsin.console.testing.OneNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full, under the broker and under the node: clear words, nothing lost, no spin. */
@Timeout(400)
class FullDiskIT {

  private static final Duration BACK = Duration.ofSeconds(90);

  @TempDir private Path folder;

  @Test
  void aBrokerWithoutSpaceCostsTimeAndNoEvent() throws Exception {
    Path mounted = Files.createDirectory(folder.resolve("disk"));
    try (SmallDisk disk = SmallDisk.mount(mounted, 96 << 10)) {
      BrokerProcess broker = BrokerProcess.start(disk.root());
      try (NodeProcess node = new OneNode(folder, broker.bootstrap(), Repository.PAYMENTS).start();
          AlertTopic kafka = new AlertTopic(broker.bootstrap())) {
        kafka.createPayments(2);
        node.awaitReady();
        kafka.pay(System.currentTimeMillis(), "before");
        kafka.expect(BACK, List.of("before"));

        disk.fill();
        String[] cards = IntStream.range(0, 200).mapToObj(i -> "card" + i).toArray(String[]::new);
        CompletableFuture<Void> paying = CompletableFuture.runAsync(() -> pay(kafka, cards));
        node.await("not ready", BACK, () -> node.readiness() == 503);
        System.out.printf("without space under the broker: [%s]%n", node.detail());
        assertThat(node.detail()).isNotBlank();
        double load = node.load(Duration.ofSeconds(5));
        System.out.printf("%.3f of a core without space under the broker%n", load);
        assertThat(load).isLessThan(0.5);

        broker.kill();
        disk.free();
        broker = broker.startAgain();
        paying.get(120, TimeUnit.SECONDS);
        node.await("ready again", BACK, () -> node.readiness() == 200);
        kafka.expect(BACK, with("before", cards));
      } finally {
        broker.close();
      }
    }
  }

  private static void pay(AlertTopic kafka, String... cards) {
    try {
      kafka.pay(System.currentTimeMillis(), cards);
    } catch (Exception refused) {
      throw new AssertionError(refused);
    }
  }

  private static List<String> with(String first, String... others) {
    return Stream.concat(Stream.of(first), Arrays.stream(others)).toList();
  }

  @Test
  void aFullDiskLeavesNothingHalfWrittenAndIsTold() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(Files.createDirectory(folder.resolve("disk")), 256)) {
      OneNode serve =
          new OneNode(folder, "127.0.0.1:" + NodeProcess.freePort(), Repository.PAYMENTS);
      Map<String, String> ownToken = Map.of("TOCSIN_TOKENFILE", "");
      disk.fill();
      try (NodeProcess node = serve.start(disk.root(), ownToken)) {
        assertThat(node.exit(NodeProcess.START)).isEqualTo(10);
        assertThat(node.said())
            .contains(disk.root().toString(), "No space left")
            .doesNotContain("\tat ");
      }
      assertThat(disk.root().resolve("token")).doesNotExist();
      disk.free();
      try (NodeProcess node = serve.start(disk.root(), ownToken)) {
        node.await("it listens", NodeProcess.START, () -> node.lines("token in") == 1);
        assertThat(Files.readString(disk.root().resolve("token"))).hasSizeGreaterThan(40);
        node.terminate();
        assertThat(node.exit(Duration.ofSeconds(30))).isZero();
      }
    }
  }
}
