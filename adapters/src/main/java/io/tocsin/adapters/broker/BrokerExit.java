package io.tocsin.adapters.broker;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.utils.internals.Exit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the JVM alive where the broker would end it: the JVM is the node's, not the broker's. */
final class BrokerExit {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerExit.class);
  private static final AtomicInteger CALLS = new AtomicInteger();

  private BrokerExit() {}

  /** From now on a fatal fault of a broker is counted and logged, and nothing ends. */
  static void keepJvm() {
    Exit.setExitProcedure(BrokerExit::called);
    Exit.setHaltProcedure(BrokerExit::called);
  }

  /** How many fatal faults there were in this JVM. */
  static int calls() {
    return CALLS.get();
  }

  private static void called(int status, String message) {
    CALLS.incrementAndGet();
    LOG.atError().addKeyValue("status", status).addKeyValue("reason", message).log("Broker failed");
  }
}
