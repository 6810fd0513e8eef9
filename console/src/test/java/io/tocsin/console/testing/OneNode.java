package io.tocsin.console.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Starts {@code tocsin serve} with one pack, alone in its cluster. */
public final class OneNode {

  public static final String TOKEN = "one-node-of-a-test-token-0123456789abcdef";
  public static final String STOP = "8s";

  private final Path folder;
  private final String bootstrap;
  private final Path pack;

  /**
   * @param folder for its token and, unless told otherwise, its data
   * @param pack the folder of the pack that it runs
   */
  public OneNode(Path folder, String bootstrap, Path pack) {
    this.folder = folder;
    this.bootstrap = bootstrap;
    this.pack = pack;
  }

  /** Where the token lies that its console wants. */
  public Path token() {
    return folder.resolve("token");
  }

  public NodeProcess start() throws IOException {
    return start(folder.resolve("data"), Map.of());
  }

  /**
   * @param data its data directory, made where it is absent; it has the token afterwards
   * @param more of its environment
   */
  public NodeProcess start(Path data, Map<String, String> more) throws IOException {
    Files.writeString(token(), TOKEN);
    Map<String, String> environment = new HashMap<>();
    environment.put("TOCSIN_KAFKA_BOOTSTRAPSERVERS", bootstrap);
    environment.put("TOCSIN_KAFKA_TIMEOUT", "5s");
    environment.put("TOCSIN_KAFKA_SHARDS", "4");
    environment.put("TOCSIN_KAFKA_LANES", "2");
    environment.put("TOCSIN_PACKS", pack.toString());
    environment.put("TOCSIN_DATA", data.toString());
    environment.put("TOCSIN_TOKENFILE", token().toString());
    environment.put("TOCSIN_NODE", "one");
    environment.put("TOCSIN_CLUSTER_NAME", "life-" + ProcessHandle.current().pid());
    environment.put("TOCSIN_CLUSTER_PORT", "0");
    environment.put("TOCSIN_STOPTIMEOUT", STOP);
    environment.put("SERVER_PORT", Integer.toString(NodeProcess.freePort()));
    environment.putAll(more);
    environment.values().removeIf(String::isEmpty);
    Path temporary = Files.createDirectories(folder.resolve("tmp"));
    return NodeProcess.start(
        TocsinProcess.command("-Xmx512m", temporary, "serve"), environment, TOKEN);
  }
}
