package io.tocsin.engine.drools;

import org.drools.core.base.accumulators.NumericMaxAccumulateFunction;

/**
 * Tells the compiler that the maximum of doubles is a {@code Double}, so that rules can compute
 * with it; Drools' own function says {@code Number}.
 */
public final class MaxOfDoubles extends NumericMaxAccumulateFunction {
  @Override
  public Class<?> getResultType() {
    return Double.class;
  }
}
