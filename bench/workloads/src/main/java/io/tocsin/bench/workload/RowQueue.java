package io.tocsin.bench.workload;

/** Numbers of rows, first in, first out; grows as needed. */
final class RowQueue {
  private int[] rows;
  private int first;
  private int size;

  /**
   * @param capacity a power of two
   */
  RowQueue(int capacity) {
    rows = new int[capacity];
  }

  int size() {
    return size;
  }

  /** The row at a place, from 0, the oldest. */
  int get(int place) {
    return rows[(first + place) & (rows.length - 1)];
  }

  void add(int row) {
    if (size == rows.length) {
      grow();
    }
    rows[(first + size++) & (rows.length - 1)] = row;
  }

  int remove() {
    int row = rows[first];
    first = (first + 1) & (rows.length - 1);
    size--;
    return row;
  }

  private void grow() {
    int[] larger = new int[rows.length * 2];
    for (int i = 0; i < size; i++) {
      larger[i] = get(i);
    }
    rows = larger;
    first = 0;
  }
}
