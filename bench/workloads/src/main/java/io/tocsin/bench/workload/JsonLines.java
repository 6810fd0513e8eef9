package io.tocsin.bench.workload;

import java.nio.charset.StandardCharsets;

/** The events of a workload as the JSON records that its pack in {@code bench/packs} reads. */
public final class JsonLines {
  private final Workload workload;
  private final Columns columns;
  private final StringBuilder line = new StringBuilder(160);

  public JsonLines(Workload workload, Columns columns) {
    this.workload = workload;
    this.columns = columns;
  }

  /** How many records. */
  public int size() {
    return columns.size();
  }

  /** The record of an event, without a line break. */
  public byte[] record(int i) {
    line.setLength(0);
    switch (workload) {
      case ERRORS_PER_MINUTE, ERRORS_PER_MINUTE_LOW -> logLine(i);
      case PAYMENT_BURST -> payment(i);
      case ORDER_UNPAID -> order(i);
      case VIEW_CLICK -> viewOrClick(i);
    }
    return line.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The service of a log line, as the key of its record. */
  public byte[] service(int i) {
    return ("service-" + columns.keys()[i]).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** About 111 bytes, of which the rule uses about 50. */
  private void logLine(int i) {
    line.append("{\"service\":\"service-").append(columns.keys()[i]);
    line.append("\",\"level\":\"").append(columns.types()[i] == 1 ? "ERROR" : "INFO");
    line.append("\",\"ts\":").append(columns.times()[i]);
    line.append(",\"msg\":\"request ").append(i).append(" answered by a worker of pool\"}");
  }

  private void payment(int i) {
    line.append("{\"at\":").append(columns.times()[i]);
    line.append(",\"card\":\"card-").append(columns.keys()[i]);
    line.append("\",\"amount\":").append(columns.amounts()[i]).append('}');
  }

  private void order(int i) {
    line.append("{\"ts\":").append(columns.times()[i]);
    line.append(",\"kind\":\"").append(columns.types()[i] == 1 ? "Paid" : "Placed");
    line.append("\",\"id\":\"order-").append(columns.keys()[i]).append("\"}");
  }

  private void viewOrClick(int i) {
    line.append("{\"ts\":").append(columns.times()[i]);
    line.append(",\"kind\":\"").append(columns.types()[i] == 1 ? "Click" : "View");
    line.append("\",\"ad\":\"ad-").append(columns.keys()[i]);
    line.append("\",\"user\":\"user-").append(columns.secondKeys()[i]).append("\"}");
  }
}
