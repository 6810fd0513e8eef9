/**
 * What tests of other modules need of the real logs: {@link io.tocsin.adapters.testing.SshAuthLog}
 * is the sshd log, and {@link io.tocsin.adapters.testing.AlertDifference} compares alerts with the
 * expected ones.
 */
@NullMarked
package io.tocsin.adapters.testing;

import org.jspecify.annotations.NullMarked;
