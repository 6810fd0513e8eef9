package io.tocsin.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.text.ParseException;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import org.jspecify.annotations.Nullable;

/** A flight recording of the warm runs; does nothing where no file is given. */
final class Recorder implements AutoCloseable {
  private final @Nullable Path file;
  private @Nullable Recording recording;

  Recorder(@Nullable Path file) {
    this.file = file;
  }

  /** Begins; called once the code is warm. */
  void start() throws IOException {
    if (file == null) {
      return;
    }
    try {
      Recording started = new Recording(Configuration.getConfiguration("profile"));
      started.setDestination(file);
      started.start();
      recording = started;
    } catch (ParseException e) {
      throw new IOException("The JDK's settings of a profile cannot be read.", e);
    }
  }

  @Override
  public void close() {
    if (recording != null) {
      recording.close();
    }
  }
}
