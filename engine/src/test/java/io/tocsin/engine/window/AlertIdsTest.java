package io.tocsin.engine.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.event.Positions;
import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.plan.Fact;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every part of what an alert is about is part of its name, and the name stays for ever. */
class AlertIdsTest {
  private static final SourcePosition POSITION = new SourcePosition(1, 2, 3, 0);

  private final AlertIds ids = new AlertIds();

  @Test
  void eachPartTells() {
    Match match = new Match(List.of(POSITION), "g", 7L, 7);
    List<String> names =
        List.of(
            ids.of("pack", "rule", "key", match, 0),
            ids.of("other", "rule", "key", match, 0),
            ids.of("pack", "other", "key", match, 0),
            ids.of("pack", "rule", "other", match, 0),
            ids.of("pack", "rule", null, match, 0),
            ids.of("pack", "rule", 42L, match, 0),
            ids.of("pack", "rule", "42", match, 0),
            ids.of("pack", "rule", "key", match, 1),
            ids.of("pack", "rule", "key", new Match(List.of(), "g", 7L, 7), 0),
            ids.of("pack", "rule", "key", at(new SourcePosition(0, 2, 3, 0)), 0),
            ids.of("pack", "rule", "key", at(new SourcePosition(1, 0, 3, 0)), 0),
            ids.of("pack", "rule", "key", at(new SourcePosition(1, 2, 0, 0)), 0),
            ids.of("pack", "rule", "key", at(new SourcePosition(1, 2, 3, 9)), 0),
            ids.of("pack", "rule", "key", new Match(List.of(POSITION), "h", 7L, 7), 0),
            ids.of("pack", "rule", "key", new Match(List.of(POSITION), "g", 8L, 7), 0),
            ids.of("pack", "rule", "key", new Match(List.of(POSITION), "g", null, 107), 0),
            ids.of("pack", "rule", "key", new Match(List.of(POSITION), "g", null, 108), 0));
    Set<String> different = new HashSet<>(names);
    assertThat(different).hasSameSizeAs(names);
  }

  @Test
  void aNameStaysForEver() {
    assertThat(ids.of("pack", "rule", "key", new Match(List.of(POSITION), "g", 7L, 7), 0))
        .isEqualTo("044b48ee7b25e1a5c609edaa071befd3");
  }

  private static Match at(SourcePosition position) {
    return new Match(List.of(position), "g", 7L, 7);
  }

  private record Match(
      List<SourcePosition> identity, @Nullable Object group, @Nullable Long deadline, long at)
      implements MatchView {
    @Override
    public @Nullable Fact deciding() {
      return null;
    }

    @Override
    public @Nullable RuleRunner repeater() {
      return null;
    }

    @Override
    public @Nullable Long windowFrom() {
      return null;
    }

    @Override
    public long matched() {
      return identity.size();
    }

    @Override
    public Positions first() {
      return Positions.NONE;
    }

    @Override
    public Positions last() {
      return Positions.NONE;
    }

    @Override
    public Object scope() {
      return "scope";
    }

    @Override
    public @Nullable LastingMatches lasting() {
      return null;
    }

    @Override
    public @Nullable Episodes episodes() {
      return null;
    }
  }
}
