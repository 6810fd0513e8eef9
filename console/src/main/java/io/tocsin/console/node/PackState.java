package io.tocsin.console.node;

import java.util.List;

/**
 * A deployed pack.
 *
 * @param name its name
 * @param version its version
 * @param description one sentence; may be empty
 * @param owner who answers for it; may be empty
 * @param topics its source topics, in the order of {@code pack.yaml}
 * @param alertTopic where its alerts go
 * @param rules the names of its rules
 */
public record PackState(
    String name,
    String version,
    String description,
    String owner,
    List<String> topics,
    String alertTopic,
    List<String> rules) {

  public PackState {
    topics = List.copyOf(topics);
    rules = List.copyOf(rules);
  }
}
