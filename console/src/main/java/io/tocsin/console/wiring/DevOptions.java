package io.tocsin.console.wiring;

import java.nio.file.Path;
import java.time.Year;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code tocsin dev} was told.
 *
 * @param data the data directory; null for the usual one
 * @param fresh whether to forget earlier runs
 * @param port the console's port, 0 for any free one; null for the usual one or any free one
 * @param open whether to show the page in a browser
 * @param packs folders of packs; empty for the sample packs
 * @param follow a log to follow instead of the generated events; null for none
 * @param format the label of the followed log's format; null to find it by its first lines
 * @param topic the source that a followed log is for; null where it is clear
 * @param year the year of a followed log's first line; null for the latest possible
 * @param zone the zone of a followed log's times
 * @param seed of the generated events
 * @param json whether standard output has alerts as JSON lines, and nothing else
 */
public record DevOptions(
    @Nullable Path data,
    boolean fresh,
    @Nullable Integer port,
    boolean open,
    List<Path> packs,
    @Nullable Path follow,
    @Nullable String format,
    @Nullable String topic,
    @Nullable Year year,
    ZoneId zone,
    long seed,
    boolean json) {}
