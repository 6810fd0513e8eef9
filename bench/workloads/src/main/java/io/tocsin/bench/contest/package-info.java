/**
 * A contest of engines over the four workloads: each in a process of its own, with the same stream,
 * the same timed loop, the same clock and the same judge.
 *
 * <p>A {@link io.tocsin.bench.contest.Contest contest} is a stream and a rule over it. An engine
 * enters by an {@link io.tocsin.bench.contest.Entry entry}, which makes a {@link
 * io.tocsin.bench.contest.Contestant contestant} for each run: it makes the event object of a row
 * and feeds it. Its alerts go to {@link io.tocsin.bench.contest.RaisedAlerts}, which are compared
 * with those of a loop written by hand. {@link io.tocsin.bench.contest.ContestProcess} is the whole
 * process; it prints its figures as one line of JSON.
 */
@NullMarked
package io.tocsin.bench.contest;

import org.jspecify.annotations.NullMarked;
