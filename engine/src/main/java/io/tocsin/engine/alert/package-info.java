/**
 * What goes out: the {@link io.tocsin.engine.alert.Alert} with its stable id and revision, and the
 * {@link io.tocsin.engine.alert.Explanation} that is stored with it. One JSON line per alert is the
 * common form for files, topics and people.
 */
@NullMarked
package io.tocsin.engine.alert;

import org.jspecify.annotations.NullMarked;
