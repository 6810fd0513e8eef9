package io.tocsin.engine.testing.differential;

import io.tocsin.engine.testing.Input;
import io.tocsin.engine.testing.oracle.Entry;
import io.tocsin.engine.testing.oracle.OracleEvent;
import io.tocsin.engine.testing.oracle.Schema;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The entries of a random stream as what is given to the engine. */
public final class CaseInputs {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Schema schema;

  public CaseInputs(Schema schema) {
    this.schema = schema;
  }

  /** Topic to the number of its source partitions. */
  public Map<String, Integer> partitions() {
    Map<String, Integer> partitions = new LinkedHashMap<>();
    schema.sources().forEach(source -> partitions.put(source.topic(), source.partitions()));
    return partitions;
  }

  /** What the engine is given. */
  public Input of(Entry entry) {
    if (entry instanceof Entry.Advance advance) {
      return new Input.Advance(advance.time());
    }
    if (entry instanceof Entry.Closing closing) {
      return new Input.Close(topic(closing.source()), closing.partition());
    }
    if (entry instanceof Entry.Row row) {
      return row.level() == null
          ? new Input.Deletion(Schema.topicOf(row.table()), row.key().toString())
          : new Input.Row(Schema.topicOf(row.table()), json(row));
    }
    OracleEvent event = ((Entry.Arrival) entry).event();
    return new Input.Publish(topic(event.source()), event.partition(), record(event));
  }

  private static String json(Entry.Row row) {
    Map<String, @Nullable Object> record = new LinkedHashMap<>();
    record.put("id", row.key());
    record.put("level", row.level());
    return JSON.writeValueAsString(record);
  }

  /** The topic of a source. */
  public String topic(int source) {
    return schema.sources().get(source).topic();
  }

  /** The record of an event, as its topic has it. */
  public byte[] record(OracleEvent event) {
    Schema.SourceDeclaration source = schema.sources().get(event.source());
    Map<String, @Nullable Object> record = new LinkedHashMap<>(event.fields());
    if (source.type() == null) {
      record.put("type", event.type());
    }
    return JSON.writeValueAsString(record).getBytes(StandardCharsets.UTF_8);
  }
}
