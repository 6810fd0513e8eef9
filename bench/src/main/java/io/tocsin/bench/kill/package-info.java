/**
 * Fault runs: a node in a process of its own is killed, frozen and started again, and so is its
 * broker, while {@link io.tocsin.bench.kill.Traffic} goes on. {@link io.tocsin.bench.kill.KillRun}
 * leads a run.
 *
 * <p>What must come of it is known three times: from {@code Truth}, which calculates beside the
 * traffic what the rules of the pack demand and knows nothing of the engine; from {@code
 * JournalAudit}, which follows the journal and replays it on one shard after the other; and from
 * the source topics themselves, against which the audit keeps the books of the journal. {@code
 * Verdict} compares.
 */
@NullMarked
package io.tocsin.bench.kill;

import org.jspecify.annotations.NullMarked;
