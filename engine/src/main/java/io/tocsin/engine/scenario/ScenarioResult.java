package io.tocsin.engine.scenario;

import java.time.Duration;
import java.util.List;

/**
 * How one scenario went.
 *
 * @param file its file's name relative to the pack's folder
 * @param line where it begins, from 1
 * @param name what it shows
 * @param difference what is not as expected, one line each for people; empty where it passed
 * @param events how many events were published
 * @param alerts how many alerts came
 * @param took the real time
 */
public record ScenarioResult(
    String file,
    int line,
    String name,
    List<String> difference,
    int events,
    int alerts,
    Duration took) {

  public boolean passed() {
    return difference.isEmpty();
  }
}
