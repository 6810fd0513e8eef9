/** What an event costs with many rules over one stream. */
@NullMarked
package io.tocsin.bench.scale;

import org.jspecify.annotations.NullMarked;
