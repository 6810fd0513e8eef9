package io.tocsin.engine.pack;

import java.util.Map;

/**
 * Where the parts of {@code pack.yaml} stand in the file, so that later checks can point there.
 *
 * @param byPath the place of a value (of the key, where the value is a list or a map) by its path:
 *     {@code sources[0].type}, {@code rules.Payment burst}
 */
public record Places(Map<String, Place> byPath) {
  /** For a pack that was not read from a file. */
  public static final Places NONE = new Places(Map.of());

  /**
   * A place in a file.
   *
   * @param line from 1
   * @param column from 1
   */
  public record Place(int line, int column) {
    /** The file as a whole: its beginning. */
    public static final Place WHOLE_FILE = new Place(1, 1);
  }

  public Places {
    byPath = Map.copyOf(byPath);
  }

  /** The place of that path; the file as a whole where it is unknown. */
  public Place of(String path) {
    return byPath.getOrDefault(path, Place.WHOLE_FILE);
  }
}
