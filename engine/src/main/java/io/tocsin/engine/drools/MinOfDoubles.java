package io.tocsin.engine.drools;

import org.drools.core.base.accumulators.NumericMinAccumulateFunction;

/**
 * Tells the compiler that the minimum of doubles is a {@code Double}, so that rules can compute
 * with it; Drools' own function says {@code Number}.
 */
public final class MinOfDoubles extends NumericMinAccumulateFunction {
  @Override
  public Class<?> getResultType() {
    return Double.class;
  }
}
