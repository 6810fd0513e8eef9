package io.tocsin.bench.latency;

import io.tocsin.adapters.broker.BrokerProcess;
import io.tocsin.bench.ProcessFigures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * One system under the load.
 *
 * @param trial a name that all topics of the run begin with
 * @param rate events per second
 * @param warmUpSeconds of load before times are taken; the alerts count all the same
 * @param seconds of load while times are taken
 */
public record LatencyRun(String trial, int rate, int warmUpSeconds, int seconds) {
  private static final int PARTITIONS = 4;

  /**
   * How far the events' times lie before the clock. Without lateness and idle timeout an event
   * would be late that is still on its way to the broker while the partition is proved to have
   * nothing more up to now. With times ahead of the clock the events alone move time.
   */
  private static final long AHEAD_MILLIS = 60_000;

  /** From the moment at which all is connected to the first event. */
  private static final Duration LEAD = Duration.ofMillis(200);

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /**
   * Runs one system.
   *
   * @param parent a folder in which the run makes its own, for what the system writes and its log
   */
  public LatencyFigures of(Contender contender, BrokerProcess broker, Path parent)
      throws IOException, InterruptedException, ExecutionException {
    Path folder = Files.createDirectories(parent.resolve(trial).resolve(contender.name()));
    String bootstrap = broker.bootstrap();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      admin
          .createTopics(List.of(topic(contender.events(trial)), topic(contender.alerts(trial))))
          .all()
          .get();
    }
    try (ChildJvm system = contender.start(trial, bootstrap, folder)) {
      return measure(contender, broker, system);
    }
  }

  private static NewTopic topic(String name) {
    return new NewTopic(name, PARTITIONS, (short) 1);
  }

  private LatencyFigures measure(Contender contender, BrokerProcess broker, ChildJvm system)
      throws InterruptedException, ExecutionException {
    String bootstrap = broker.bootstrap();
    long beganAt = System.currentTimeMillis() + LEAD.toMillis();
    BurstStream stream = new BurstStream(rate, warmUpSeconds + seconds, beganAt + AHEAD_MILLIS);
    int firstMeasured = rate * warmUpSeconds;
    try (LoadGenerator load = new LoadGenerator(bootstrap, contender.events(trial), stream);
        AlertReceiver receiver =
            new AlertReceiver(
                bootstrap, contender.alerts(trial), contender.format(), stream, firstMeasured)) {
      long began =
          System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(beganAt - System.currentTimeMillis());
      CompletableFuture<Void> reading = new CompletableFuture<>();
      Thread reader =
          new Thread(
              () -> {
                try {
                  receiver.run(began, beganAt);
                  reading.complete(null);
                } catch (RuntimeException | Error e) {
                  reading.completeExceptionally(e);
                }
              },
              "alert-receiver");
      reader.setDaemon(true);
      reader.start();
      long systemCpu = ProcessFigures.cpuNanos(system.pid());
      long brokerCpu = ProcessFigures.cpuNanos(broker.pid());
      load.run(began);
      awaitAll(receiver, reading);
      double nanos = System.nanoTime() - began;
      double cores = (ProcessFigures.cpuNanos(system.pid()) - systemCpu) / nanos;
      double brokerCores = (ProcessFigures.cpuNanos(broker.pid()) - brokerCpu) / nanos;
      receiver.stop();
      reading.get();
      return receiver.figures(load.behind(), cores, brokerCores);
    }
  }

  /** Waits for the last alerts, and a little longer for some that nothing demands. */
  private static void awaitAll(AlertReceiver receiver, CompletableFuture<Void> reading)
      throws InterruptedException, ExecutionException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    boolean complete = false;
    while (!complete && System.nanoTime() < deadline) {
      complete = receiver.isComplete();
      try {
        reading.get(complete ? 1_000 : 50, TimeUnit.MILLISECONDS);
        throw new IllegalStateException("The reader of the alerts has ended.");
      } catch (TimeoutException goesOn) {
        // As it should.
      }
    }
  }
}
