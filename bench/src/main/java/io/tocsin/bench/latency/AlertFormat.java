package io.tocsin.bench.latency;

import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.alert.AlertJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How a system writes an alert. */
public enum AlertFormat {
  /** The alert line of a node, explanation and all. */
  TOCSIN {
    @Override
    public SeenAlert read(byte[] value) {
      Alert alert = AlertJson.read(value);
      return new SeenAlert(
          String.valueOf(alert.key()),
          alert.at(),
          alert.fields().get("count") instanceof Number count ? count.longValue() : -1);
    }
  },

  /** The three values alone. */
  PLAIN {
    @Override
    public SeenAlert read(byte[] value) {
      JsonNode alert = JsonMapper.shared().readTree(value);
      return new SeenAlert(
          alert.path("service").asString(),
          alert.path("at").asLong(),
          alert.path("count").asLong());
    }
  };

  /** Reads the value of a record. */
  public abstract SeenAlert read(byte[] value);
}
