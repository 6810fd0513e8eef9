/**
 * What goes out: the {@link io.tocsin.engine.alert.Alert} with its stable id and revision, and the
 * {@link io.tocsin.engine.alert.Explanation} that is stored with it. {@link
 * io.tocsin.engine.alert.AlertJson} writes the one JSON line per alert that is the common form for
 * files, topics and people, and reads it back; {@link io.tocsin.engine.alert.AlertText} fills the
 * sentence of {@code pack.yaml}.
 */
@NullMarked
package io.tocsin.engine.alert;

import org.jspecify.annotations.NullMarked;
