package io.tocsin.console.wiring;

import io.tocsin.console.terminal.Progress;
import io.tocsin.engine.alert.Alert;
import java.util.function.Consumer;

/** Prints alerts, and once how long the first one took. */
final class FirstAlert implements Consumer<Alert> {

  private final Consumer<Alert> printer;
  private final Progress progress;
  private final long began;
  private boolean told;

  /**
   * @param began when the start began, {@link System#nanoTime}
   */
  FirstAlert(Consumer<Alert> printer, Progress progress, long began) {
    this.printer = printer;
    this.progress = progress;
    this.began = began;
  }

  @Override
  public synchronized void accept(Alert alert) {
    printer.accept(alert);
    if (!told) {
      told = true;
      progress.say("first alert after " + DevNode.seconds(began));
    }
  }
}
