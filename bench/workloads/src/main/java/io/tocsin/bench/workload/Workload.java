package io.tocsin.bench.workload;

import java.util.SplittableRandom;

/**
 * The workloads. Each draws from seed 42; a stream of another size is another stream, not a part of
 * the larger one.
 */
public enum Workload {
  /** W1: errors of a service within a minute, at 10,000 events/s. */
  ERRORS_PER_MINUTE {
    @Override
    public Columns generate(int size) {
      return LogStream.of(size, 10_000, new SplittableRandom(SEED));
    }
  },

  /** W1-low: the same at 53 events/s. */
  ERRORS_PER_MINUTE_LOW {
    @Override
    public Columns generate(int size) {
      return LogStream.of(size, 53, new SplittableRandom(SEED));
    }
  },

  /** W2: many and large payments on one card within a minute. */
  PAYMENT_BURST {
    @Override
    public Columns generate(int size) {
      return PaymentStream.of(size, new SplittableRandom(SEED));
    }
  },

  /** W3: an order without a payment within five minutes. */
  ORDER_UNPAID {
    @Override
    public Columns generate(int size) {
      return OrderStream.of(size, new SplittableRandom(SEED));
    }
  },

  /** W4: a click within ten minutes after the impression, every pair. */
  VIEW_CLICK {
    @Override
    public Columns generate(int size) {
      return ClickStream.of(size, new SplittableRandom(SEED));
    }
  };

  /** The time of the first event of every stream, epoch milliseconds. */
  public static final long BEGIN = 1_700_000_000_000L;

  /** The size at which engines are compared. */
  public static final int FULL_SIZE = 2_000_000;

  private static final long SEED = 42;

  /** Draws the stream of this size. */
  public abstract Columns generate(int size);
}
