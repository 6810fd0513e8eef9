/**
 * What tests of the engine and of the modules above it share: streams with known answers, the
 * harness that restarts after every entry, and the oracle of {@link
 * io.tocsin.engine.testing.oracle}.
 */
@NullMarked
package io.tocsin.engine.testing;

import org.jspecify.annotations.NullMarked;
