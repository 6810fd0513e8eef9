package io.tocsin.bench.lines;

/** One who reads the topic of log lines and writes alerts, or only reads. */
public interface Racer {

  /**
   * Begins a run and returns once it goes on by itself, or once it is over.
   *
   * @param run a name that nothing else has, for groups, transactions and jobs
   * @param lines the topic to read from its beginning
   * @param alerts the topic to write to, which is there and empty
   */
  void start(String run, String lines, String alerts) throws Exception;

  /** Ends the run. */
  void stop() throws Exception;
}
