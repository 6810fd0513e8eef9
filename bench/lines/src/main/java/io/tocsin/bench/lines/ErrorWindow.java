package io.tocsin.bench.lines;

/** The times of a service's errors within (t - 60 s, t], oldest first, eight bytes each. */
public final class ErrorWindow {
  /** More errors than this are an alert. */
  public static final int THRESHOLD = 100;

  private static final long WINDOW_MILLIS = 60_000;
  private static final int FIRST_CAPACITY = 16;

  private long[] times;
  private int first;
  private int size;

  /** An empty one. */
  public ErrorWindow() {
    times = new long[FIRST_CAPACITY];
  }

  /** The window that {@link #toArray} was asked of. */
  public static ErrorWindow of(long[] ascending) {
    ErrorWindow window = new ErrorWindow();
    for (long time : ascending) {
      window.append(time);
    }
    return window;
  }

  /**
   * Takes an error and returns how many are in the window that ends with it.
   *
   * @param time epoch milliseconds, not before that of the error before
   */
  public int add(long time) {
    forget(time);
    append(time);
    return size;
  }

  /** Drops what is out of the window at this time, and returns how many that was. */
  public int forget(long time) {
    int before = size;
    while (size > 0 && times[first] <= time - WINDOW_MILLIS) {
      first = (first + 1) & (times.length - 1);
      size--;
    }
    return before - size;
  }

  /** Adds an error without a look at the others. */
  public void append(long time) {
    if (size == times.length) {
      grow();
    }
    times[(first + size++) & (times.length - 1)] = time;
  }

  public int size() {
    return size;
  }

  /** The times, oldest first. */
  public long[] toArray() {
    return copy(size);
  }

  private long[] copy(int length) {
    long[] copy = new long[length];
    int head = Math.min(size, times.length - first);
    System.arraycopy(times, first, copy, 0, head);
    System.arraycopy(times, 0, copy, head, size - head);
    return copy;
  }

  private void grow() {
    times = copy(times.length * 2);
    first = 0;
  }
}
