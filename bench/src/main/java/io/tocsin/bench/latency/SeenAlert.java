package io.tocsin.bench.latency;

/**
 * What tells an alert from all others of a stream.
 *
 * @param service the key
 * @param at the time of the deciding event, epoch milliseconds
 * @param count how many errors are in the window with it
 */
public record SeenAlert(String service, long at, long count) {}
