/**
 * What rules mean, tested: by hand-computed tables, against the oracle on random cases, with bad
 * input, with failing rules; and what plain Drools does instead, so that a change there is noticed.
 */
@NullMarked
package io.tocsin.engine.semantics;

import org.jspecify.annotations.NullMarked;
