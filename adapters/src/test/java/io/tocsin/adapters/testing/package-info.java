/**
 * What tests of other modules need: {@link io.tocsin.adapters.testing.PlainKafka} is any other
 * system at the broker, {@link io.tocsin.adapters.testing.SshAuthLog} the real sshd log, and {@link
 * io.tocsin.adapters.testing.AlertDifference} compares alerts with the expected ones.
 */
@NullMarked
package io.tocsin.adapters.testing;

import org.jspecify.annotations.NullMarked;
