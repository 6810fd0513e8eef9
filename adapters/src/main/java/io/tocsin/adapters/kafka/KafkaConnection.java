package io.tocsin.adapters.kafka;

import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The way to one Kafka cluster, shared by everything on a node. Safe for several threads. */
public final class KafkaConnection implements AutoCloseable {
  private static final int PING_MILLIS = 2_000;

  private final KafkaSettings settings;
  private final AgreedClock clock;
  private final Admin admin;

  /** Connects when it is first used, so a broker that is away now does no harm. */
  public KafkaConnection(KafkaSettings settings) {
    this(settings, new AgreedClock());
  }

  KafkaConnection(KafkaSettings settings, AgreedClock clock) {
    this.settings = settings;
    this.clock = clock;
    this.admin = Admin.create(properties(Map.of()));
  }

  public KafkaSettings settings() {
    return settings;
  }

  /** The time on which this machine and the cluster agree. */
  public AgreedClock clock() {
    return clock;
  }

  Admin admin() {
    return admin;
  }

  /** A consumer of bytes that belongs to no group and never guesses a position. */
  Consumer<byte[], byte[]> consumer(Map<String, ?> own) {
    Map<String, Object> properties = properties(own);
    properties.put("enable.auto.commit", "false");
    properties.put("auto.offset.reset", "none");
    properties.put("allow.auto.create.topics", "false");
    properties.putIfAbsent("fetch.max.wait.ms", "50");
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** An idempotent producer of bytes that waits for all replicas and for nothing else. */
  Producer<byte[], byte[]> producer(Map<String, ?> own) {
    Map<String, Object> properties = properties(Map.of());
    properties.put("acks", "all");
    properties.put("enable.idempotence", "true");
    properties.put("linger.ms", "0");
    properties.put("max.block.ms", Integer.toString(settings.timeoutMillis()));
    properties.putAll(own);
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private Map<String, Object> properties(Map<String, ?> own) {
    Map<String, Object> properties = new HashMap<>(settings.client());
    properties.put("bootstrap.servers", settings.bootstrap());
    properties.put("default.api.timeout.ms", Integer.toString(settings.timeoutMillis()));
    properties.put(
        "request.timeout.ms", Integer.toString(Math.max(1, settings.timeoutMillis() / 2)));
    // Because a broker that comes back should be found within moments.
    properties.put("reconnect.backoff.max.ms", "500");
    properties.put("retry.backoff.max.ms", "200");
    properties.put("client.dns.lookup", "use_all_dns_ips");
    properties.putAll(own);
    return properties;
  }

  /**
   * Waits for an answer.
   *
   * @param what what is asked for, for the message
   * @throws TocsinException with {@link ErrorCode#UNAVAILABLE} where it fails or takes too long
   */
  <T> T await(KafkaFuture<T> answer, String what) {
    try {
      return answer.get(settings.timeoutMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw unavailable(what, e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      throw unavailable(what, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable(what, e);
    }
  }

  /** Whether the cluster answers within two seconds. */
  public boolean isReachable() {
    try {
      admin
          .describeCluster(new DescribeClusterOptions().timeoutMs(PING_MILLIS))
          .nodes()
          .get(PING_MILLIS, TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  TocsinException unavailable(String what, Throwable cause) {
    String reason =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return new TocsinException(
        ErrorCode.UNAVAILABLE,
        "Kafka at [%s] did not do this: %s: [%s].\nMaybe it is down or cannot be reached."
            .formatted(settings.bootstrap(), what, reason),
        cause);
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(2));
  }
}
