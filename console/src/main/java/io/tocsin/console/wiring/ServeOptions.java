package io.tocsin.console.wiring;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code tocsin serve} was told.
 *
 * @param config a further file of configuration; null for none
 * @param data the data directory; null for the configured one
 * @param port the console's port; null for the configured one
 * @param packs folders of packs; empty for the configured ones
 */
public record ServeOptions(
    @Nullable Path config, @Nullable Path data, @Nullable Integer port, List<Path> packs) {}
