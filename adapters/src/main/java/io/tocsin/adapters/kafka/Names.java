package io.tocsin.adapters.kafka;

/**
 * The names of a pack's own topics, groups and transactional ids.
 *
 * @param prefix how each begins
 * @param pack the pack's name
 */
public record Names(String prefix, String pack) {

  /** The topic with the frames, one partition for each shard. */
  public String journal() {
    return prefix + "." + pack + ".journal";
  }

  /** The compacted topic with the checkpoints, one partition for each shard. */
  public String checkpoints() {
    return prefix + "." + pack + ".checkpoints";
  }

  /** The compacted topic with the claims of the pack's lanes and router tasks. */
  public String claims() {
    return prefix + "." + pack + ".claims";
  }

  /** The compacted topic with what shards promise about derived events, one partition. */
  public String marks() {
    return prefix + "." + pack + ".marks";
  }

  /** The topic for outputs that their own dead-letter topic cannot take. */
  public String deadLetters() {
    return prefix + "." + pack + ".dlt";
  }

  /**
   * The group whose offsets say how far the journal's results are committed: one for all lanes, so
   * that another number of lanes goes on where the old ones stopped.
   */
  public String lanes() {
    return prefix + "." + pack + ".lanes";
  }

  /** The transactional id of a lane. */
  public String lane(int lane) {
    return prefix + "." + pack + ".lane-" + lane;
  }

  /** The transactional id and the group of a router task. */
  public String router(int task) {
    return prefix + "." + pack + ".router-" + task;
  }
}
