package io.tocsin.bench.contest;

/**
 * The texts of keys by their numbers. Events share them, so that no engine pays for them.
 *
 * @param first services, cards or advertisements; none where the key is a number
 * @param second users
 */
public record Keys(String[] first, String[] second) {

  static Keys none() {
    return new Keys(new String[0], new String[0]);
  }

  static Keys of(String prefix, int count) {
    return new Keys(names(prefix, count), new String[0]);
  }

  Keys and(String prefix, int count) {
    return new Keys(first, names(prefix, count));
  }

  private static String[] names(String prefix, int count) {
    String[] names = new String[count];
    for (int i = 0; i < count; i++) {
      names[i] = prefix + i;
    }
    return names;
  }
}
