package io.tocsin.engine.drools;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.drools.drl.ast.descr.AccumulateDescr;
import org.drools.drl.ast.descr.BaseDescr;
import org.drools.drl.ast.descr.ConditionalElementDescr;
import org.drools.drl.ast.descr.GroupByDescr;
import org.drools.drl.ast.descr.PatternDescr;
import org.drools.drl.ast.descr.RuleDescr;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a rule's {@code groupby}s that are a variable named again ({@code $card : $c}),
 * because the compiled form of a key does not tell.
 */
final class PlainKeys {
  /** By the key's name what it is; empty where several keys have the name. */
  private final Map<String, Optional<String>> texts = new HashMap<>();

  /**
   * @param tree null where there is none: then no key is known to be plain
   */
  PlainKeys(@Nullable RuleDescr tree) {
    if (tree != null) {
      collect(tree.getLhs());
    }
  }

  private void collect(Object node) {
    if (node instanceof ConditionalElementDescr several) {
      several.getDescrs().forEach(this::collect);
    } else if (node instanceof PatternDescr pattern
        && pattern.getSource() instanceof AccumulateDescr accumulate) {
      if (accumulate instanceof GroupByDescr group && group.getGroupingKey() != null) {
        Optional<String> text = Optional.of(group.getGroupingFunction().strip());
        texts.merge(group.getGroupingKey(), text, (a, b) -> a.equals(b) ? a : Optional.empty());
      }
      BaseDescr input = accumulate.getInput();
      if (input != null) {
        collect(input);
      }
    }
  }

  /** Whether the key of that name is just the variable of that name. */
  boolean isVariable(String key, String variable) {
    return texts.getOrDefault(key, Optional.empty()).filter(variable::equals).isPresent();
  }
}
