package io.tocsin.adapters.follow;

import org.jspecify.annotations.Nullable;

/**
 * Makes events of the lines of one log, in their order; may remember what it has read. Not
 * thread-safe.
 */
@FunctionalInterface
public interface LineParser {
  /**
   * The event of a line as JSON; null where the line is none of the format.
   *
   * @param line without its line break
   */
  @Nullable String parse(String line);
}
