package io.tocsin.engine.pack;

/**
 * What a pack may keep and send at the most; beyond it something is shed and counted. Nothing here
 * depends on a heap or a clock, so the same journal sheds the same at every replay.
 *
 * @param events events that rules keep for windows, sequences and absences; an event that several
 *     rules keep counts once for each
 * @param keys keys of rules that have events, undecided matches or open episodes
 * @param stateBytes memory of events and keys, by an estimate that depends on their values alone
 * @param timers matches that wait for a deadline
 * @param waiting events that wait for the watermark; one of more than 256 bytes counts as several
 * @param episodes open episodes
 * @param collected values of one {@code collectList}, or distinct values of one {@code collectSet}
 * @param rows rows of one table on one shard; one of more than 256 bytes counts as several
 * @param alertsPerMinute alerts of one rule and key on one shard in a minute of event time
 * @param deadLettersPerMinute dead letters of one source on one shard in a minute of the broker's
 *     time
 * @param budgets what one rule may use for one entry
 */
public record Limits(
    long events,
    long keys,
    long stateBytes,
    long timers,
    long waiting,
    long episodes,
    long collected,
    long rows,
    long alertsPerMinute,
    long deadLettersPerMinute,
    Budgets budgets) {

  /** Where {@code pack.yaml} says nothing; one pack fits into a heap of 2 GB with them. */
  public static final Limits DEFAULT =
      new Limits(
          4_000_000,
          2_000_000,
          600L << 20,
          1_000_000,
          1_000_000,
          50_000,
          10_000,
          50_000,
          100_000,
          6_000,
          Budgets.DEFAULT);

  /**
   * The part of one of several shards: what is kept is divided; what is about one key or one source
   * is not, and tables are not, because each shard may have to have all rows.
   *
   * @param shards how many there are, 1 or more
   */
  public Limits ofOneOf(int shards) {
    return new Limits(
        part(events, shards),
        part(keys, shards),
        part(stateBytes, shards),
        part(timers, shards),
        part(waiting, shards),
        part(episodes, shards),
        collected,
        rows,
        alertsPerMinute,
        deadLettersPerMinute,
        budgets);
  }

  private static long part(long whole, int shards) {
    return Math.max(1, whole / shards);
  }
}
