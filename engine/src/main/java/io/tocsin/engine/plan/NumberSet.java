package io.tocsin.engine.plan;

import java.util.Arrays;

/**
 * Numbers that are gathered and then gone through in their order, each once; emptied and used
 * again. Mostly they come in their order already.
 */
public final class NumberSet {
  private int[] numbers = new int[16];
  private int size;

  /** Adds a number, maybe one that is there. */
  public void add(int number) {
    if (size == numbers.length) {
      numbers = Arrays.copyOf(numbers, size * 2);
    }
    numbers[size++] = number;
  }

  /** Puts the numbers in order, each once; to be called before they are gone through. */
  public void order() {
    boolean ordered = true;
    for (int i = 1; i < size; i++) {
      ordered &= numbers[i - 1] < numbers[i];
    }
    if (ordered) {
      return;
    }
    Arrays.sort(numbers, 0, size);
    int kept = 1;
    for (int i = 1; i < size; i++) {
      if (numbers[i] != numbers[kept - 1]) {
        numbers[kept++] = numbers[i];
      }
    }
    size = kept;
  }

  public int size() {
    return size;
  }

  /** One of the numbers, from index 0. */
  public int get(int index) {
    return numbers[index];
  }

  /** Forgets all. */
  public void clear() {
    size = 0;
  }

  /** A copy of the numbers. */
  public int[] toArray() {
    return Arrays.copyOf(numbers, size);
  }
}
