package io.tocsin.engine.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * {@code docs/semantics.md} as data. Fenced blocks of the kinds {@code drl}, {@code events} and
 * {@code alerts}, in this order, are an example; one rule may have several pairs of events and
 * alerts. The first block of the kind {@code yaml} is the pack of all, the first of the kind {@code
 * drl} their types; an example may declare further ones.
 */
final class SemanticsPage {
  private static final Pattern RULE = Pattern.compile("(?m)^rule \"([^\"]+)\"");

  /**
   * An example.
   *
   * @param section its heading
   * @param line where its events begin, from 1
   */
  record Example(
      String section, int line, String drl, List<EventLine> events, List<String> alerts) {
    /** The names of its rules. */
    Set<String> rules() {
      return new TreeSet<>(RULE.matcher(drl).results().map(found -> found.group(1)).toList());
    }

    @Override
    public String toString() {
      return section + ", line " + line;
    }
  }

  private final List<String> sections = new ArrayList<>();
  private final List<Example> examples = new ArrayList<>();
  private String yaml = "";
  private String types = "";
  private String section = "";
  private String drl = "";
  private List<EventLine> events = List.of();
  private int eventsLine;

  SemanticsPage(List<String> lines) {
    for (int at = 0; at < lines.size(); at++) {
      String line = lines.get(at);
      if (line.startsWith("### ")) {
        section = line.substring(4).strip();
        sections.add(section);
      } else if (line.startsWith("```")) {
        int end = at + 1;
        while (!lines.get(end).startsWith("```")) {
          end++;
        }
        block(line.substring(3).strip(), lines.subList(at + 1, end), at + 2);
        at = end;
      }
    }
  }

  private void block(String kind, List<String> lines, int line) {
    switch (kind) {
      case "yaml" -> yaml = yaml.isEmpty() ? String.join("\n", lines) + "\n" : yaml;
      case "drl" -> {
        String text = String.join("\n", lines) + "\n";
        if (types.isEmpty()) {
          types = text;
        } else {
          drl = text;
        }
      }
      case "events" -> {
        events = entries(lines).map(EventLine::parse).toList();
        eventsLine = line;
      }
      case "alerts" -> {
        if (events.isEmpty()) {
          throw new IllegalStateException("The alerts before line [" + line + "] have no events.");
        }
        examples.add(
            new Example(
                section, eventsLine, drl, events, entries(lines).map(AlertLine::normal).toList()));
        events = List.of();
      }
      default -> {
        // Other kinds are for readers.
      }
    }
  }

  private static java.util.stream.Stream<String> entries(List<String> lines) {
    return lines.stream()
        .map(line -> line.replaceFirst("(^|\\s)#.*", "").strip())
        .filter(line -> !line.isEmpty());
  }

  String yaml() {
    return yaml;
  }

  String types() {
    return types;
  }

  /** The headings of all sections that must have an example. */
  List<String> sections() {
    return sections;
  }

  List<Example> examples() {
    return examples;
  }
}
