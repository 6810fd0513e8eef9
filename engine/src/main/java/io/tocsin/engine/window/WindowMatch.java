package io.tocsin.engine.window;

import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.plan.Fact;
import io.tocsin.engine.plan.Retention;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The match of the group that is being judged, for its alert; one object for all groups. */
final class WindowMatch implements MatchView {
  private final long millis;
  private final @Nullable RuleRunner repeater;
  private @Nullable WindowGroup group;
  private @Nullable Fact deciding;
  private long at;

  /**
   * @param millis the length of the window, {@link Retention#UNBOUNDED} for one by count
   */
  WindowMatch(long millis, @Nullable RuleRunner repeater) {
    this.millis = millis;
    this.repeater = repeater;
  }

  void set(WindowGroup judged, @Nullable Fact decidingEvent, long now) {
    group = judged;
    deciding = decidingEvent;
    at = now;
  }

  private WindowGroup current() {
    if (group == null) {
      throw new IllegalStateException("No group is being judged.");
    }
    return group;
  }

  @Override
  public long at() {
    return at;
  }

  @Override
  public @Nullable Fact deciding() {
    return deciding;
  }

  @Override
  public List<SourcePosition> identity() {
    return deciding == null ? List.of() : List.of(deciding.event().position());
  }

  @Override
  public @Nullable RuleRunner repeater() {
    return repeater;
  }

  @Override
  public @Nullable Object group() {
    return current().key();
  }

  @Override
  public @Nullable Long deadline() {
    return null;
  }

  @Override
  public @Nullable Long windowFrom() {
    return millis == Retention.UNBOUNDED ? null : at - millis;
  }

  @Override
  public long matched() {
    return current().ring().size();
  }

  @Override
  public List<SourcePosition> first() {
    return current().ring().positions(0, EXPLAINED);
  }

  @Override
  public List<SourcePosition> last() {
    int size = current().ring().size();
    return current().ring().positions(Math.max(EXPLAINED, size - EXPLAINED), EXPLAINED);
  }

  @Override
  public Episodes episodes() {
    return current().episodes();
  }
}
