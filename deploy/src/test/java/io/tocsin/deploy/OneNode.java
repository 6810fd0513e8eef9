package io.tocsin.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Starts {@code tocsin serve} with the payments' pack, alone in its cluster. */
final class OneNode {

  static final String TOKEN = "one-node-of-a-test-token-0123456789abcdef";
  static final String STOP = "8s";

  private final Path folder;
  private final String bootstrap;

  /**
   * @param folder for its log and, unless told otherwise, its data
   */
  OneNode(Path folder, String bootstrap) {
    this.folder = folder;
    this.bootstrap = bootstrap;
  }

  NodeProcess start() throws IOException {
    return start(folder.resolve("data"), Map.of());
  }

  /**
   * @param data its data directory, made where it is absent; it has the token afterwards
   * @param more of its environment
   */
  NodeProcess start(Path data, Map<String, String> more) throws IOException {
    Path token = folder.resolve("token");
    Files.writeString(token, TOKEN);
    Map<String, String> environment = new HashMap<>();
    environment.put("TOCSIN_KAFKA_BOOTSTRAPSERVERS", bootstrap);
    environment.put("TOCSIN_KAFKA_TIMEOUT", "5s");
    environment.put("TOCSIN_KAFKA_SHARDS", "4");
    environment.put("TOCSIN_KAFKA_LANES", "2");
    environment.put("TOCSIN_PACKS", Repository.ROOT.resolve("rules/payment-burst").toString());
    environment.put("TOCSIN_DATA", data.toString());
    environment.put("TOCSIN_TOKENFILE", token.toString());
    environment.put("TOCSIN_NODE", "one");
    environment.put("TOCSIN_CLUSTER_NAME", "life-" + ProcessHandle.current().pid());
    environment.put("TOCSIN_CLUSTER_PORT", "0");
    environment.put("TOCSIN_STOPTIMEOUT", STOP);
    environment.put("SERVER_PORT", Integer.toString(NodeProcess.freePort()));
    environment.putAll(more);
    environment.values().removeIf(String::isEmpty);
    return NodeProcess.start(command(), environment, folder.resolve("node.log"), TOKEN);
  }

  private static List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(List.of(System.getProperty("tocsin.jvm.opens").trim().split("\\s+")));
    command.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-jar", System.getProperty("tocsin.jar"), "serve"));
    return command;
  }
}
