package io.tocsin.console.wiring;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import sun.misc.Signal;

/**
 * Ctrl-C and SIGTERM: the first asks for a clean end, the second forces one. The JVM's own handling
 * cannot tell a second signal from the first.
 */
final class Signals {

  private Signals() {}

  /**
   * @param clean is told the signal's name, on a thread of the JVM; must not block
   */
  static void handle(Consumer<String> clean) {
    AtomicBoolean asked = new AtomicBoolean();
    for (String name : new String[] {"INT", "TERM"}) {
      Signal.handle(
          new Signal(name),
          signal -> {
            if (asked.compareAndSet(false, true)) {
              clean.accept(signal.getName());
            } else {
              Runtime.getRuntime().halt(128 + signal.getNumber());
            }
          });
    }
  }
}
