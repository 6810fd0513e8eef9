package io.tocsin.bench.peers.jet;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.StreamSerializer;
import io.tocsin.bench.lines.ErrorWindow;
import java.io.IOException;

/** A window in a snapshot: its times. Jet makes it by its constructor. */
public final class ErrorWindowSerializer implements StreamSerializer<ErrorWindow> {
  private static final int TYPE = 1;

  @Override
  public int getTypeId() {
    return TYPE;
  }

  @Override
  public void write(ObjectDataOutput target, ErrorWindow window) throws IOException {
    target.writeLongArray(window.toArray());
  }

  @Override
  public ErrorWindow read(ObjectDataInput source) throws IOException {
    long[] times = source.readLongArray();
    return ErrorWindow.of(times == null ? new long[0] : times);
  }
}
