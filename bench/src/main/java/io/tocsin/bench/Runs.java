package io.tocsin.bench;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/** The same figure of several runs; at least one. */
record Runs(List<Double> values) {

  static Runs of(double... values) {
    return new Runs(DoubleStream.of(values).boxed().toList());
  }

  double median() {
    double[] sorted = sorted();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** How far the runs lie apart: (highest - lowest) / median. */
  double spread() {
    double[] sorted = sorted();
    return (sorted[sorted.length - 1] - sorted[0]) / median();
  }

  List<Long> rounded() {
    return values.stream().map(Math::round).toList();
  }

  private double[] sorted() {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return sorted;
  }
}
