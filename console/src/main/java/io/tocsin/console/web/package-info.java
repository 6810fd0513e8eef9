/**
 * The node over HTTP: the page, the REST interface under {@code /api/v1}, the probes and metrics of
 * the actuator. {@link io.tocsin.console.web.WebConfiguration} lists the parts. Reading is open on
 * the loopback interface; whatever writes wants the {@link io.tocsin.console.web.AccessToken}.
 * Everything here asks {@code console.node} and knows nothing behind it.
 */
@NullMarked
package io.tocsin.console.web;

import org.jspecify.annotations.NullMarked;
