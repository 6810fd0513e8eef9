package io.tocsin.bench.peers.flink;

import io.tocsin.bench.lines.ErrorWindow;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** A window in a checkpoint: how many times, and the times. */
final class ErrorWindowSerializer extends TypeSerializerSingleton<ErrorWindow> {
  static final ErrorWindowSerializer INSTANCE = new ErrorWindowSerializer();

  private static final long serialVersionUID = 1;

  @Override
  public boolean isImmutableType() {
    return false;
  }

  @Override
  public ErrorWindow createInstance() {
    return new ErrorWindow();
  }

  @Override
  public ErrorWindow copy(ErrorWindow from) {
    return ErrorWindow.of(from.toArray());
  }

  @Override
  public ErrorWindow copy(ErrorWindow from, ErrorWindow reuse) {
    return copy(from);
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public void serialize(ErrorWindow window, DataOutputView target) throws IOException {
    long[] times = window.toArray();
    target.writeInt(times.length);
    for (long time : times) {
      target.writeLong(time);
    }
  }

  @Override
  public ErrorWindow deserialize(DataInputView source) throws IOException {
    long[] times = new long[source.readInt()];
    for (int i = 0; i < times.length; i++) {
      times[i] = source.readLong();
    }
    return ErrorWindow.of(times);
  }

  @Override
  public ErrorWindow deserialize(ErrorWindow reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    serialize(deserialize(source), target);
  }

  @Override
  public TypeSerializerSnapshot<ErrorWindow> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Flink makes it by its constructor. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<ErrorWindow> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
