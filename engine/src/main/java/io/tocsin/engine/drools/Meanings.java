package io.tocsin.engine.drools;

import io.tocsin.engine.analysis.Masked;
import io.tocsin.engine.analysis.RuleKey;
import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.pack.Pack;
import io.tocsin.engine.pack.Source;
import io.tocsin.engine.pack.Table;
import io.tocsin.engine.plan.KeyGroup;
import io.tocsin.engine.plan.RuleIdentity;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.drools.drl.ast.descr.RuleDescr;

/**
 * Finds out by what a rule is known in another version of its pack.
 *
 * <p>A rule that uses what others make is another one where they are: the events and facts that it
 * lives on change, and fail to come as long as those rules are muted. Example: {@code Hot} counts
 * cards and inserts {@code HotCard}, {@code Calm} says that none came for an hour. With an edited
 * {@code Hot}, an unchanged {@code Calm} would be sure of what nobody has looked for.
 */
final class Meanings {
  private static final int BYTES = 16;
  private static final Pattern CHANGES = Pattern.compile("\\b(modify|update|delete|retract)\\b");
  private static final Pattern WORD = Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*");

  private final Pack pack;
  private final Map<String, EventType> types = new TreeMap<>();
  private final Syntax syntax;
  private final List<RuleKey> keys;
  private final List<KeyGroup> groups;
  private final Map<String, String> own = new HashMap<>();

  /**
   * @param keys those of all rules
   */
  Meanings(
      Pack pack, List<EventType> types, Syntax syntax, List<RuleKey> keys, List<KeyGroup> groups) {
    this.pack = pack;
    types.forEach(type -> this.types.put(type.name(), type));
    this.syntax = syntax;
    this.keys = keys;
    this.groups = groups;
    keys.forEach(key -> own.put(key.rule(), ownMeaning(key)));
  }

  /** The identity of a rule. */
  RuleIdentity of(String rule) {
    Set<String> producers = new TreeSet<>();
    keys.stream().filter(key -> key.rule().equals(rule)).forEach(key -> add(key, producers));
    producers.remove(rule);
    StringBuilder all = new StringBuilder(own.getOrDefault(rule, rule));
    producers.forEach(
        producer -> all.append("\nfrom ").append(producer).append('\n').append(own.get(producer)));
    return new RuleIdentity(hash(all.toString()), List.copyOf(producers));
  }

  private void add(RuleKey consumer, Set<String> producers) {
    for (RuleKey key : keys) {
      if (feeds(key, consumer.uses()) && producers.add(key.rule())) {
        add(key, producers);
      }
    }
  }

  private boolean feeds(RuleKey producer, Set<String> uses) {
    boolean changes = CHANGES.matcher(masked(producer.rule())).find();
    return producer.makes().stream().anyMatch(uses::contains)
        || producer.deletes().stream().anyMatch(uses::contains)
        || (changes && producer.facts().stream().anyMatch(uses::contains))
        || producer.emits().stream()
            .flatMap(topic -> pack.sources().stream().filter(s -> s.topic().equals(topic)))
            .map(Source::type)
            .anyMatch(type -> type != null && uses.contains(type));
  }

  private String masked(String rule) {
    RuleDescr tree = syntax.rules().get(rule);
    return tree == null ? "" : Masked.of(String.valueOf(tree.getConsequence())).text();
  }

  private String ownMeaning(RuleKey key) {
    RuleDescr tree = syntax.rules().get(key.rule());
    String file = syntax.place(key.rule()).file();
    String text = tree == null ? "" : CanonicalRule.of(tree, syntax.text(file));
    Set<String> words = new TreeSet<>();
    WORD.matcher(text).results().forEach(word -> words.add(word.group()));
    words.addAll(key.uses());
    words.addAll(key.makes());
    StringBuilder all = new StringBuilder(text);
    for (String name : syntax.imports(file)) {
      String last = name.substring(name.lastIndexOf('.') + 1);
      if (last.equals("*") || words.contains(last)) {
        all.append("\nimport ").append(name);
      }
    }
    types.values().stream()
        .filter(type -> words.contains(type.name()))
        .forEach(type -> all.append('\n').append(used(type, key.rule())));
    return all.toString();
  }

  /** What the rule knows of a type: its declaration, its key, the table whose rows it has. */
  private String used(EventType type, String rule) {
    StringBuilder used = new StringBuilder(type.declaration());
    for (KeyGroup group : groups) {
      if (group.rules().contains(rule)) {
        used.append("\nkey ").append(group.index());
        used.append(Arrays.toString(group.keyFields().get(type)));
      }
    }
    for (Table table : pack.tables()) {
      if (table.type().equals(type.name())) {
        used.append("\ntable ").append(table.topic()).append(' ').append(table.key());
      }
    }
    return used.toString();
  }

  private static String hash(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new TocsinException(ErrorCode.INTERNAL, "This Java has no SHA-256.", e);
    }
  }
}
