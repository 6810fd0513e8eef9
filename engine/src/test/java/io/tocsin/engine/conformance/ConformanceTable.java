package io.tocsin.engine.conformance;

import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.plan.PackPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A table of cases for one construct, compiled once.
 *
 * <p>A line that begins with {@code rule} opens rules, up to a line that ends with {@code end}; one
 * that begins with {@code when} is a rule without a name, up to a line that ends with a semicolon.
 * Every other line is a case of the rules above it: what it shows, the events and the alerts,
 * between bars. A line whose first cell is empty goes on with the case before; entries of a cell
 * stand between semicolons. {@code #} begins a comment.
 *
 * <pre>
 * when A( $k : k ) over ... then alerts.raise($k);
 * the third raises | 0s A x; 1s A x; 2s A x | 2s x
 * </pre>
 *
 * <p>Types that are declared as events are sources, all others tables whose key is their first
 * field.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ConformanceTable {
  private static final Pattern DECLARE =
      Pattern.compile("declare (\\w+)( @role\\(event\\))?[^:]*?(\\w+) :");
  private static final Pattern RULE = Pattern.compile("rule \"([^\"]+)\"");

  private final String types;
  private final List<ConformanceCase> cases = new ArrayList<>();
  private final StringBuilder rules = new StringBuilder();
  private final PackPlan plan;
  private int anonymous;

  ConformanceTable(String types, String table) {
    this(types, table, "0s");
  }

  /**
   * @param types declarations in DRL
   * @param table the rules and their cases
   * @param lateness of each source, as in {@code pack.yaml}
   */
  ConformanceTable(String types, String table, String lateness) {
    this.types = types;
    read(table.lines().map(String::strip).filter(ConformanceTable::isText).toList());
    this.plan = compile(lateness);
  }

  private static boolean isText(String line) {
    return !line.isEmpty() && !line.startsWith("#");
  }

  final Stream<ConformanceCase> cases() {
    return cases.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  final void raisesExactly(ConformanceCase one) {
    one.check(plan);
  }

  private void read(List<String> lines) {
    String drl = "";
    boolean inRules = false;
    StringBuilder open = new StringBuilder();
    List<String> cells = List.of();
    for (String line : lines) {
      if (!open.isEmpty() || line.startsWith("rule ") || line.startsWith("when ")) {
        add(drl, cells);
        cells = List.of();
        drl = inRules ? drl : "";
        inRules = true;
        open.append(line).append('\n');
        boolean unnamed = open.indexOf("when ") == 0;
        if (line.endsWith(unnamed ? ";" : "end")) {
          String rule = unnamed ? named(open.toString()) : open.toString();
          rules.append(rule).append('\n');
          drl += rule;
          open.setLength(0);
        }
      } else {
        inRules = false;
        List<String> next = List.of(line.split("\\|", -1)).stream().map(String::strip).toList();
        if (next.size() != 3) {
          throw new IllegalArgumentException("[" + line + "] has not three cells.");
        }
        if (next.get(0).isEmpty()) {
          cells =
              List.of(
                  cells.get(0), cells.get(1) + ";" + next.get(1), cells.get(2) + ";" + next.get(2));
        } else {
          add(drl, cells);
          cells = next;
        }
      }
    }
    add(drl, cells);
  }

  private String named(String rule) {
    return "rule \"r" + ++anonymous + "\" " + rule.strip() + " end\n";
  }

  private void add(String drl, List<String> cells) {
    if (!cells.isEmpty()) {
      Set<String> names = Set.copyOf(RULE.matcher(drl).results().map(r -> r.group(1)).toList());
      cases.add(
          new ConformanceCase(
              cells.get(0),
              drl.strip(),
              names,
              entries(cells.get(1)).map(EventLine::parse).toList(),
              entries(cells.get(2)).map(AlertLine::normal).toList()));
    }
  }

  private static Stream<String> entries(String cell) {
    return Stream.of(cell.split(";")).map(String::strip).filter(entry -> !entry.isEmpty());
  }

  private PackPlan compile(String lateness) {
    StringBuilder sources = new StringBuilder();
    StringBuilder tables = new StringBuilder();
    for (Matcher type = DECLARE.matcher(types); type.find(); ) {
      String topic = type.group(1).toLowerCase(java.util.Locale.ROOT);
      if (type.group(2) != null) {
        sources.append(
            "  - {topic: %s, type: %s, time: at, lateness: %s}\n"
                .formatted(topic, type.group(1), lateness));
      } else {
        tables.append(
            "  - {topic: %s, type: %s, key: %s}\n".formatted(topic, type.group(1), type.group(3)));
      }
    }
    String yaml =
        "name: conformance\nversion: 1.0.0\nsources:\n%s%s"
            .formatted(sources, tables.isEmpty() ? "" : "tables:\n" + tables);
    String drl = "package conformance\n" + types + rules;
    return PackCompiler.compile(
        PackLoader.parse(yaml, List.of(new DrlFile("conformance.drl", drl))));
  }
}
