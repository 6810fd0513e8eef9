package io.tocsin.engine.window;

/**
 * An event that a chain keeps, in the queue by which it goes.
 *
 * @param time its time, epoch milliseconds
 * @param state where it is kept
 */
record Kept(long time, ChainState state) {}
