package io.tocsin.engine.shard;

import io.tocsin.engine.checkpoint.SourceMark;
import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.router.SourceRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Up to where a shard has each source partition. A frame may go back (a router begins again at its
 * committed offsets, which lie behind), and then the shard skips what it has; a frame that begins
 * beyond the mark would lose records, and is refused.
 */
final class SourceMarks {
  private final Map<Long, Long> next = new TreeMap<>();

  /**
   * The mark that entries of the partition looked up last are compared with; entries come in runs.
   */
  private long cachedPartition = -1;

  private long cachedMark;

  private static long name(int source, int partition) {
    return (long) source << 32 | partition;
  }

  /**
   * Refuses a frame that does not continue; a partition seen for the first time may begin anywhere.
   */
  void check(String pack, int shard, List<SourceRange> ranges) {
    for (SourceRange range : ranges) {
      Long mark = next.get(name(range.source(), range.partition()));
      if (mark != null && range.from() > mark) {
        throw new TocsinException(
            ErrorCode.JOURNAL_GAP,
            "Shard [%d] has partition [%d] of source [%d] of the pack [%s] up to offset [%d]; the next frame begins at [%d].\nMaybe the committed source offsets were set forward by hand."
                .formatted(shard, range.partition(), range.source(), pack, mark, range.from()));
      }
    }
  }

  /** Whether the shard has the record already, from a frame before this one. */
  boolean has(SourcePosition position) {
    long partition = name(position.source(), position.partition());
    if (partition != cachedPartition) {
      cachedPartition = partition;
      cachedMark = next.getOrDefault(partition, Long.MIN_VALUE);
    }
    return position.offset() < cachedMark;
  }

  /** After all entries of a frame. */
  void complete(List<SourceRange> ranges) {
    for (SourceRange range : ranges) {
      next.merge(name(range.source(), range.partition()), range.to(), Math::max);
    }
    cachedPartition = -1;
  }

  List<SourceMark> save() {
    List<SourceMark> marks = new ArrayList<>();
    next.forEach(
        (partition, offset) ->
            marks.add(new SourceMark((int) (partition >>> 32), partition.intValue(), offset)));
    return marks;
  }

  void restore(List<SourceMark> marks) {
    for (SourceMark mark : marks) {
      next.put(name(mark.source(), mark.partition()), mark.nextOffset());
    }
  }
}
