/** Tests of the whole system, as its users have it. */
@NullMarked
package io.tocsin.deploy;

import org.jspecify.annotations.NullMarked;
