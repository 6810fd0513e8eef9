package io.tocsin.console.wiring;

import io.tocsin.adapters.hazelcast.MemberSettings;
import io.tocsin.adapters.kafka.KafkaSettings;
import io.tocsin.adapters.node.NodeSettings;
import io.tocsin.engine.pack.Pack;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a node is to be.
 *
 * @param packs the packs to run
 * @param bootstrap the broker; null for an embedded one
 * @param brokerData where the embedded broker keeps its data
 * @param member how it joins its cluster
 * @param kafka the settings of the connection to a broker at that address
 * @param nodeSettings the bounds of the node
 * @param history how many alerts of earlier runs to look for
 */
record NodePlan(
    List<Pack> packs,
    @Nullable String bootstrap,
    Path brokerData,
    MemberSettings member,
    Function<String, KafkaSettings> kafka,
    NodeSettings nodeSettings,
    int history) {

  NodePlan {
    packs = List.copyOf(packs);
  }

  MemberSettings memberSettings() {
    return member;
  }

  KafkaSettings kafkaSettings(String address) {
    return kafka.apply(address);
  }
}
