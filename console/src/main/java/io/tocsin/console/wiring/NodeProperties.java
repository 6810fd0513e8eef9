package io.tocsin.console.wiring;

import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What can be configured under {@code tocsin.*}.
 *
 * @param data where the node keeps its token and what else is its own; empty for the default
 * @param tokenFile the file with a token that others made; empty for one of its own
 * @param node the node's name, unique among those that run; empty for the host's
 * @param packs the folders of the packs to deploy
 * @param kafka the broker
 * @param cluster how nodes find each other
 * @param console the page and the REST interface
 * @param stopTimeout how long a clean stop may take
 */
record NodeProperties(
    @DefaultValue("") String data,
    @DefaultValue("") String tokenFile,
    @DefaultValue("") String node,
    @DefaultValue List<Path> packs,
    @DefaultValue Kafka kafka,
    @DefaultValue Cluster cluster,
    @DefaultValue Console console,
    @DefaultValue("20s") Duration stopTimeout) {

  static final String PREFIX = "tocsin";

  NodeProperties {
    positive("stop-timeout", stopTimeout.toMillis());
  }

  /**
   * @param bootstrapServers {@code host:port[,host:port...]}; empty where none is given
   * @param properties further properties of every client, such as {@code security.protocol}
   * @param prefix how the names of our own topics begin
   * @param replication replicas of each topic that is created
   * @param shards partitions of each journal that is created
   * @param lanes lanes of each pack
   * @param timeout after which a call to the broker fails
   */
  record Kafka(
      @DefaultValue("") String bootstrapServers,
      @DefaultValue Map<String, String> properties,
      @DefaultValue("tocsin") String prefix,
      @DefaultValue("1") int replication,
      @DefaultValue("12") int shards,
      @DefaultValue("4") int lanes,
      @DefaultValue("10s") Duration timeout) {
    Kafka {
      positive("kafka.replication", replication);
      positive("kafka.shards", shards);
      positive("kafka.lanes", lanes);
      positive("kafka.timeout", timeout.toMillis());
    }
  }

  /**
   * @param name nodes of another name are never joined
   * @param address the interface to listen on
   * @param port the port; 0 for any free one
   * @param peers other nodes as {@code host:port}
   * @param backups how many other nodes hold each entry
   */
  record Cluster(
      @DefaultValue("tocsin") String name,
      @DefaultValue("127.0.0.1") String address,
      @DefaultValue("5701") int port,
      @DefaultValue List<String> peers,
      @DefaultValue("1") int backups) {
    Cluster {
      if (port < 0 || port > 65535) {
        throw bad("cluster.port", Integer.toString(port));
      }
      if (backups < 0 || backups > 6) {
        throw bad("cluster.backups", Integer.toString(backups));
      }
    }
  }

  /**
   * @param alerts how many of the latest alerts the page has
   * @param streams how many may follow the alerts at once
   * @param heartbeat how often an idle stream shows that it lives
   * @param maxBody the longest body of a request, bytes
   */
  record Console(
      @DefaultValue("1000") int alerts,
      @DefaultValue("32") int streams,
      @DefaultValue("15s") Duration heartbeat,
      @DefaultValue("1048576") int maxBody) {
    Console {
      positive("console.alerts", alerts);
      positive("console.streams", streams);
      positive("console.heartbeat", heartbeat.toMillis());
      positive("console.max-body", maxBody);
    }
  }

  private static void positive(String key, long value) {
    if (value < 1) {
      throw bad(key, Long.toString(value));
    }
  }

  private static TocsinException bad(String key, String value) {
    return new TocsinException(
        ErrorCode.BAD_CONFIGURATION,
        "The configuration key [%s.%s] cannot be [%s].".formatted(PREFIX, key, value));
  }
}
