package io.tocsin.bench.peers.jet;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.jet.Job;
import com.hazelcast.jet.config.JobConfig;
import com.hazelcast.jet.config.ProcessingGuarantee;
import com.hazelcast.jet.kafka.KafkaSinks;
import com.hazelcast.jet.kafka.KafkaSources;
import com.hazelcast.jet.pipeline.Pipeline;
import com.hazelcast.jet.pipeline.Sink;
import com.hazelcast.jet.pipeline.StreamSource;
import io.tocsin.bench.lines.AlertLine;
import io.tocsin.bench.lines.Clients;
import io.tocsin.bench.lines.ErrorWindow;
import io.tocsin.bench.lines.Guarantee;
import io.tocsin.bench.lines.LogLine;
import io.tocsin.bench.lines.LogLines;
import io.tocsin.bench.lines.Racer;
import io.tocsin.bench.lines.RacerMain;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** The process of Jet. */
public final class JetRacer implements Racer {
  /** As many of each processor as there are cores. */
  private static final int PARALLELISM = Integer.getInteger("tocsin.bench.parallelism", 2);

  private static final int STOP_SECONDS = 30;

  private final String bootstrap;
  private final Guarantee guarantee;
  private final HazelcastInstance member;
  private final AtomicBoolean stopping = new AtomicBoolean();
  private @Nullable Job job;

  private JetRacer(String bootstrap, Guarantee guarantee) {
    this.bootstrap = bootstrap;
    this.guarantee = guarantee;
    this.member = Hazelcast.newHazelcastInstance(configuration());
  }

  public static void main(String[] arguments) {
    RacerMain.run(arguments, (bootstrap, guarantee, folder) -> new JetRacer(bootstrap, guarantee));
  }

  private static Config configuration() {
    Config config = new Config();
    config.setClusterName("race-" + ProcessHandle.current().pid());
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.socket.bind.any", "false");
    config.setProperty("hazelcast.wait.seconds.before.join", "0");
    config.getMetricsConfig().setEnabled(false);
    config.getNetworkConfig().setPort(0).setPortAutoIncrement(false);
    config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    JoinConfig join = config.getNetworkConfig().getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    config.getJetConfig().setEnabled(true).setCooperativeThreadCount(PARALLELISM);
    return config;
  }

  @Override
  public void start(String run, String lines, String alerts) {
    Pipeline pipeline = Pipeline.create();
    pipeline
        .readFrom(source(lines))
        .withoutTimestamps()
        .setLocalParallelism(PARALLELISM)
        .groupingKey(LogLine::service)
        .mapStateful(ErrorWindow::new, (window, service, line) -> judged(window, line))
        .setLocalParallelism(PARALLELISM)
        .writeTo(sink(alerts))
        .setLocalParallelism(PARALLELISM);
    stopping.set(false);
    Job started =
        member
            .getJet()
            .newJob(
                pipeline,
                new JobConfig()
                    .setName(run)
                    .setProcessingGuarantee(
                        guarantee == Guarantee.EXACTLY_ONCE
                            ? ProcessingGuarantee.EXACTLY_ONCE
                            : ProcessingGuarantee.AT_LEAST_ONCE)
                    .setSnapshotIntervalMillis(Guarantee.INTERVAL_MILLIS)
                    .registerSerializer(ErrorWindow.class, ErrorWindowSerializer.class));
    started.getFuture().whenComplete((nothing, failure) -> ended(failure));
    job = started;
  }

  private void ended(@Nullable Throwable failure) {
    if (!stopping.get()) {
      if (failure != null) {
        failure.printStackTrace();
      }
      System.err.println("The job of Jet has ended by itself.");
      Runtime.getRuntime().halt(1);
    }
  }

  private StreamSource<LogLine> source(String lines) {
    Properties settings = Clients.consumer(bootstrap);
    settings.setProperty("key.deserializer", ByteArrayDeserializer.class.getName());
    settings.setProperty("value.deserializer", ByteArrayDeserializer.class.getName());
    settings.setProperty("enable.auto.commit", "false");
    // The source drops what is null.
    return KafkaSources.<byte[], byte[], LogLine>kafka(
        settings, record -> error(record.value()), lines);
  }

  private Sink<byte[]> sink(String alerts) {
    Properties settings = Clients.producer(bootstrap);
    settings.setProperty("key.serializer", ByteArraySerializer.class.getName());
    settings.setProperty("value.serializer", ByteArraySerializer.class.getName());
    return KafkaSinks.<byte[]>kafka(settings)
        .toRecordFn(alert -> new ProducerRecord<>(alerts, alert))
        .exactlyOnce(guarantee == Guarantee.EXACTLY_ONCE)
        .build();
  }

  private static @Nullable LogLine error(byte[] value) {
    LogLine line = LogLines.parse(value);
    return line.isError() ? line : null;
  }

  /** The alert; those of a service are in one partition, in the order of time. */
  private static byte @Nullable [] judged(ErrorWindow window, LogLine line) {
    int count = window.add(line.ts());
    return count > ErrorWindow.THRESHOLD ? AlertLine.of(line.service(), line.ts(), count) : null;
  }

  @Override
  public void stop() throws InterruptedException, ExecutionException, TimeoutException {
    Job running = job;
    if (running != null) {
      stopping.set(true);
      running.cancel();
      running.getFuture().handle((nothing, cancelled) -> "").get(STOP_SECONDS, TimeUnit.SECONDS);
      job = null;
    }
  }
}
