package io.tocsin.engine;

import io.tocsin.engine.event.ValueCodec;
import io.tocsin.engine.session.RuleSession;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The source partitions that were opened in an embedded engine. */
final class OpenSources {
  private final Map<String, SourceHandle> handles = new TreeMap<>();

  /** The same in the order of their opening, because time is asked of all of them at each event. */
  private final List<SourceHandle> opened = new ArrayList<>();

  /** The handle of a partition; opened at the first call. */
  SourceHandle get(String topic, int partition, Supplier<SourceHandle> open) {
    String name = topic + "\n" + partition;
    SourceHandle handle = handles.get(name);
    if (handle == null) {
      handle = open.get();
      handles.put(name, handle);
      opened.add(handle);
    }
    return handle;
  }

  /**
   * The watermark of the slowest open partition, epoch milliseconds; {@link Long#MAX_VALUE} where
   * none is open.
   */
  long watermark() {
    long slowest = Long.MAX_VALUE;
    for (int i = 0; i < opened.size(); i++) {
      slowest = Math.min(slowest, opened.get(i).watermark());
    }
    return slowest;
  }

  /** The first time of which no partition has had anything yet, epoch milliseconds. */
  long unseen() {
    return opened.stream().mapToLong(SourceHandle::unseen).max().orElse(RuleSession.BEGINNING);
  }

  void save(DataOutput out) throws IOException {
    out.writeInt(handles.size());
    for (SourceHandle handle : handles.values()) {
      ValueCodec.writeText(handle.topic(), out);
      out.writeInt(handle.partition());
      handle.save(out);
    }
  }
}
