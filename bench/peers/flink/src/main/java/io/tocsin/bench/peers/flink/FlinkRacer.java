package io.tocsin.bench.peers.flink;

import io.tocsin.bench.lines.Clients;
import io.tocsin.bench.lines.Guarantee;
import io.tocsin.bench.lines.Racer;
import io.tocsin.bench.lines.RacerMain;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/** The process of Flink. */
public final class FlinkRacer implements Racer {
  /** As many tasks side by side as there are cores; four were slower. */
  private static final int PARALLELISM = Integer.getInteger("tocsin.bench.parallelism", 2);

  private static final Duration OUT_OF_ORDER = Duration.ofSeconds(1);
  private static final int STOP_SECONDS = 30;

  private final String bootstrap;
  private final Guarantee guarantee;
  private final Path folder;
  private final AtomicBoolean stopping = new AtomicBoolean();
  private @Nullable JobClient job;

  private FlinkRacer(String bootstrap, Guarantee guarantee, Path folder) {
    this.bootstrap = bootstrap;
    this.guarantee = guarantee;
    this.folder = folder;
  }

  public static void main(String[] arguments) {
    RacerMain.run(arguments, FlinkRacer::new);
  }

  @Override
  public void start(String run, String lines, String alerts) throws Exception {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(PARALLELISM, configuration());
    environment.enableCheckpointing(
        Guarantee.INTERVAL_MILLIS,
        guarantee == Guarantee.EXACTLY_ONCE
            ? CheckpointingMode.EXACTLY_ONCE
            : CheckpointingMode.AT_LEAST_ONCE);
    environment
        .fromSource(source(run, lines), watermarks(), "lines")
        .keyBy(error -> error.f0, Types.STRING)
        .process(new ErrorsPerMinute(), PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO)
        .sinkTo(sink(run, alerts));
    stopping.set(false);
    JobClient started = environment.executeAsync(run);
    started.getJobExecutionResult().whenComplete((result, failure) -> ended(failure));
    job = started;
  }

  private void ended(@Nullable Throwable failure) {
    if (!stopping.get()) {
      if (failure != null) {
        failure.printStackTrace();
      }
      System.err.println("The job of Flink has ended by itself.");
      Runtime.getRuntime().halt(1);
    }
  }

  private static WatermarkStrategy<Tuple2<String, Long>> watermarks() {
    return WatermarkStrategy.<Tuple2<String, Long>>forBoundedOutOfOrderness(OUT_OF_ORDER)
        .withTimestampAssigner((error, sent) -> error.f1);
  }

  private KafkaSource<Tuple2<String, Long>> source(String run, String lines) {
    return KafkaSource.<Tuple2<String, Long>>builder()
        .setProperties(Clients.consumer(bootstrap))
        .setTopics(lines)
        .setGroupId(run)
        .setStartingOffsets(OffsetsInitializer.earliest())
        .setDeserializer(new ErrorDecoder())
        .build();
  }

  private KafkaSink<byte[]> sink(String run, String alerts) {
    return KafkaSink.<byte[]>builder()
        .setBootstrapServers(bootstrap)
        .setKafkaProducerConfig(Clients.producer(bootstrap))
        .setRecordSerializer(new AlertRecord(alerts))
        .setDeliveryGuarantee(
            guarantee == Guarantee.EXACTLY_ONCE
                ? DeliveryGuarantee.EXACTLY_ONCE
                : DeliveryGuarantee.AT_LEAST_ONCE)
        .setTransactionalIdPrefix(run)
        .build();
  }

  private Configuration configuration() {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.OBJECT_REUSE, true);
    configuration.set(StateBackendOptions.STATE_BACKEND, "hashmap");
    configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    configuration.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        folder.resolve("checkpoints").toUri().toString());
    // Because a race that goes on after a failure would be measured with the failure in it.
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    configuration.set(JobManagerOptions.ADDRESS, "127.0.0.1");
    configuration.set(JobManagerOptions.BIND_HOST, "127.0.0.1");
    configuration.set(TaskManagerOptions.HOST, "127.0.0.1");
    configuration.set(TaskManagerOptions.BIND_HOST, "127.0.0.1");
    configuration.set(RestOptions.ADDRESS, "127.0.0.1");
    configuration.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
    configuration.set(RestOptions.BIND_PORT, "0");
    configuration.set(BlobServerOptions.STORAGE_DIRECTORY, folder.resolve("blobs").toString());
    return configuration;
  }

  @Override
  public void stop() throws InterruptedException, ExecutionException, TimeoutException {
    JobClient running = job;
    if (running != null) {
      stopping.set(true);
      running.cancel().get(STOP_SECONDS, TimeUnit.SECONDS);
      // It has ended only with its result, which is that it was cancelled.
      running
          .getJobExecutionResult()
          .handle((result, cancelled) -> "")
          .get(STOP_SECONDS, TimeUnit.SECONDS);
      job = null;
    }
  }
}
