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

  /** The transactional id and the group of a lane. */
  public String lane(int lane) {
    return prefix + "." + pack + ".lane-" + lane;
  }

  /** The transactional id and the group of a router task. */
  public String router(int task) {
    return prefix + "." + pack + ".router-" + task;
  }
}
