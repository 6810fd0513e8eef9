package io.tocsin.engine.window;

import io.tocsin.engine.event.Positions;
import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.plan.Fact;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The match of the group that is being judged, for its alert; one object for all groups. */
final class WindowMatch implements MatchView {
  private final @Nullable RuleRunner repeater;
  private @Nullable JudgedGroup group;
  private @Nullable Fact deciding;
  private @Nullable Long from;
  private boolean waited;
  private long at;

  WindowMatch(@Nullable RuleRunner repeater) {
    this.repeater = repeater;
  }

  /**
   * Sets what is judged.
   *
   * @param decidingEvent null where none entered
   * @param deadline whether the group had waited for this time
   * @param windowFrom where the window begins, exclusive; null where no time says that
   */
  void set(
      JudgedGroup judged,
      @Nullable Fact decidingEvent,
      boolean deadline,
      @Nullable Long windowFrom,
      long now) {
    group = judged;
    deciding = decidingEvent;
    waited = deadline;
    from = windowFrom;
    at = now;
  }

  private JudgedGroup current() {
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
    return waited ? (Long) at : null;
  }

  @Override
  public @Nullable Long windowFrom() {
    return from;
  }

  @Override
  public long matched() {
    return current().size();
  }

  @Override
  public Positions first() {
    return current().first();
  }

  @Override
  public Positions last() {
    return current().last();
  }

  @Override
  public Object scope() {
    return EventKey.canonical(current().key());
  }

  @Override
  public @Nullable LastingMatches lasting() {
    return null;
  }

  @Override
  public Episodes episodes() {
    return current().episodes();
  }
}
