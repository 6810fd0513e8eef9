package io.tocsin.engine.spi;

/**
 * One partition of a source topic.
 *
 * @param topic the topic's name
 * @param partition the partition, from 0
 */
public record SourcePartition(String topic, int partition) {
  @Override
  public String toString() {
    return topic + "-" + partition;
  }
}
