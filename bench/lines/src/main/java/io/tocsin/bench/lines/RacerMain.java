package io.tocsin.bench.lines;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The process of a racer. It says {@code READY}; at {@code RUN name lines alerts} on standard input
 * it runs, and says {@code FIRST} with the time, epoch milliseconds, once the first record is
 * there, and {@code RETURNED} with the time once the run goes on by itself, or is over; at {@code
 * STOP} it ends the run and says {@code STOPPED}. At the end of the input the process ends.
 */
public final class RacerMain {
  private RacerMain() {}

  /** Who runs under the arguments of a process. */
  @FunctionalInterface
  public interface Start {
    /**
     * Gets ready.
     *
     * @param folder for what it writes; empty
     */
    Racer enter(String bootstrap, Guarantee guarantee, Path folder) throws Exception;
  }

  /**
   * Does what standard input says.
   *
   * @param arguments the broker's address, the guarantee, a folder
   */
  public static void run(String[] arguments, Start start) {
    PrintStream tell = System.out;
    // Because libraries print to standard output.
    System.setOut(System.err);
    try {
      Racer racer = start.enter(arguments[0], Guarantee.of(arguments[1]), Path.of(arguments[2]));
      tell(tell, "READY");
      obey(racer, tell);
      System.exit(0);
    } catch (Exception e) {
      e.printStackTrace();
      System.exit(1);
    }
  }

  private static void obey(Racer racer, PrintStream tell) throws Exception {
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      String[] words = order.split(" ", -1);
      if (words[0].equals("RUN")) {
        FirstRecord.await(() -> tell(tell, "FIRST " + System.currentTimeMillis()));
        racer.start(words[1], words[2], words[3]);
        tell(tell, "RETURNED " + System.currentTimeMillis());
      } else {
        racer.stop();
        tell(tell, "STOPPED");
      }
    }
  }

  private static void tell(PrintStream tell, String line) {
    tell.println(line);
    tell.flush();
  }
}
