/**
 * Seeded generators of events for the project's own packs, modelled on the statistics of real logs:
 * few addresses make most of the lines, password guessing comes in bursts, scanners ask for pages
 * that are not there, one order in a hundred is not paid. {@link
 * io.tocsin.adapters.sample.SampleFeed} is the way in; each pack has a {@link
 * io.tocsin.adapters.sample.Scene}, played by {@link io.tocsin.adapters.sample.Traffic}, a small
 * discrete-event simulation. The same seed and start give the same events, always.
 */
@NullMarked
package io.tocsin.adapters.sample;

import org.jspecify.annotations.NullMarked;
