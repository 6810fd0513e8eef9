package io.tocsin.engine.plan;

/** On which shards the rows of a table are. */
public enum TablePlacement {
  /** No rule looks at them. */
  NOWHERE,

  /** On all: some rule may use any row for an event. */
  EVERYWHERE,

  /** Each on the shard of its key: every rule uses, for an event, only the row with its key. */
  BY_KEY,

  /** All on the shard on which the rules without a key run, the only ones that look at them. */
  ONE_SHARD
}
