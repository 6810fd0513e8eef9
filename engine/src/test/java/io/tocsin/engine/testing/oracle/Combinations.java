package io.tocsin.engine.testing.oracle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Positive patterns one after another: the first alone, each further one tied to those before it.
 *
 * @param first the first pattern
 * @param then the others
 */
public record Combinations(EventPattern first, List<Link> then) {

  /** All combinations of events that match. One event may stand in two places. */
  List<List<OracleEvent>> in(List<OracleEvent> history) {
    List<List<OracleEvent>> matches = new ArrayList<>();
    history.stream().filter(first::accepts).forEach(event -> matches.add(List.of(event)));
    List<List<OracleEvent>> complete = matches;
    for (Link link : then) {
      List<List<OracleEvent>> longer = new ArrayList<>();
      for (List<OracleEvent> match : complete) {
        for (OracleEvent candidate : history) {
          if (link.accepts(candidate, match)) {
            List<OracleEvent> extended = new ArrayList<>(match);
            extended.add(candidate);
            longer.add(extended);
          }
        }
      }
      complete = longer;
    }
    return complete;
  }

  /** When the last event of a combination arrives. */
  static OracleEvent last(List<OracleEvent> match) {
    return Collections.max(match);
  }

  static Map<String, @Nullable Object> fields(List<OracleEvent> match) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < match.size(); i++) {
      fields.put("s" + i, match.get(i).field("seq"));
    }
    return fields;
  }

  Set<String> features() {
    return Link.features(then);
  }

  String drl() {
    StringBuilder text =
        new StringBuilder("  $e0 : ")
            .append(first.drl(List.of("$k : id", "$s0 : seq")))
            .append('\n');
    for (int i = 1; i <= then.size(); i++) {
      text.append("  $e%d : ".formatted(i))
          .append(then.get(i - 1).drl("$s%d : seq".formatted(i)))
          .append('\n');
    }
    return text.toString();
  }

  String arguments() {
    return IntStream.rangeClosed(0, then.size())
        .mapToObj(i -> "\"s%d\", $s%d".formatted(i, i))
        .collect(Collectors.joining(", "));
  }
}
