package io.tocsin.engine.plan;

/** The {@code then} part of a rule, compiled. May throw whatever the author's Java throws. */
@FunctionalInterface
public interface Consequence {
  void run(Row row, Alerts alerts, Out out, WorkingMemory memory) throws Exception;
}
