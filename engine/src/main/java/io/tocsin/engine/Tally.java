package io.tocsin.engine;

import io.tocsin.engine.event.ValueCodec;
import io.tocsin.engine.session.Shed;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** Counts while the engine runs. */
final class Tally {
  long records;
  long accepted;
  long filtered;
  long late;
  long rejected;
  long shed;
  long rows;
  long alerts;
  long emitted;
  final Map<String, Long> faults = new TreeMap<>();
  final Map<String, String> quarantined = new TreeMap<>();

  Counters view(long waiting, long live, Map<Shed, Long> sheds) {
    return new Counters(
        records,
        accepted,
        filtered,
        late,
        rejected,
        shed,
        rows,
        waiting,
        live,
        alerts,
        emitted,
        Map.copyOf(faults),
        Map.copyOf(quarantined),
        Map.copyOf(sheds));
  }

  void save(DataOutput out) throws IOException {
    for (long count :
        new long[] {records, accepted, filtered, late, rejected, shed, rows, alerts, emitted}) {
      out.writeLong(count);
    }
    ValueCodec.write(faults, out);
    ValueCodec.write(quarantined, out);
  }

  void restore(DataInput in) throws IOException {
    records = in.readLong();
    accepted = in.readLong();
    filtered = in.readLong();
    late = in.readLong();
    rejected = in.readLong();
    shed = in.readLong();
    rows = in.readLong();
    alerts = in.readLong();
    emitted = in.readLong();
    if (ValueCodec.read(in) instanceof Map<?, ?> counts) {
      counts.forEach((rule, count) -> faults.put((String) rule, (Long) count));
    }
    if (ValueCodec.read(in) instanceof Map<?, ?> reasons) {
      reasons.forEach((rule, reason) -> quarantined.put((String) rule, (String) reason));
    }
  }
}
