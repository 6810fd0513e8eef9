/**
 * From DRL to a {@link io.tocsin.engine.plan.PackPlan}: the only package that knows Drools.
 *
 * <p>{@link io.tocsin.engine.drools.PackCompiler} lets Drools compile the pack into its executable
 * model (one small class per constraint, binding and consequence), has the classes checked, loads
 * them in a class loader of their own and reads the model's rules as neutral steps. Drools decides
 * what an expression means; when a rule fires is decided by {@code engine.window}.
 */
@NullMarked
package io.tocsin.engine.drools;

import org.jspecify.annotations.NullMarked;
