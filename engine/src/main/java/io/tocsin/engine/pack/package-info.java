/**
 * A rule pack as its author wrote it: {@link io.tocsin.engine.pack.Pack} is the content of {@code
 * pack.yaml} with the DRL texts beside it; {@link io.tocsin.engine.pack.Diagnostic} is what we tell
 * the author, with file, line and column. Nothing is compiled here.
 */
@NullMarked
package io.tocsin.engine.pack;

import org.jspecify.annotations.NullMarked;
