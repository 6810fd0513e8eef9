/** The engine's numbers in a Micrometer registry, from which Prometheus and others take them. */
@NullMarked
package io.tocsin.adapters.metrics;

import org.jspecify.annotations.NullMarked;
