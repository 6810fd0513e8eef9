package io.tocsin.console.wiring;

import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/**
 * Refuses keys that mean nothing, because a misspelt one would silently leave its default in force.
 * The components of the records of {@link NodeProperties} are the keys; environment variables count
 * as well.
 */
public final class ConfigurationKeys {

  /** What the launcher and the logging read from the environment; no keys of ours. */
  private static final Set<String> OTHERS = Set.of("TOCSIN_JAVA_OPTS", "TOCSIN_LOG_LEVEL");

  /** What Kubernetes sets for each service, which may well be named after us. */
  private static final Pattern SERVICE_LINK =
      Pattern.compile("TOCSIN(_[A-Z0-9_]+)?_(SERVICE_HOST|SERVICE_PORT(_.+)?|PORT(_\\d+_.+)?)");

  /** Properties that we set ourselves for the logging. */
  private static final Set<String> OWN = Set.of("tocsin.logs");

  /** Each key in its comparable form, to the form that people write. */
  private final Map<String, String> known = new TreeMap<>();

  /** Keys under which anything may follow, in their comparable form. */
  private final Map<String, String> open = new TreeMap<>();

  public ConfigurationKeys() {
    collect(NodeProperties.PREFIX, NodeProperties.class);
  }

  private void collect(String prefix, Class<?> type) {
    for (RecordComponent component : type.getRecordComponents()) {
      String key = prefix + "." + kebab(component.getName());
      if (component.getType().isRecord()) {
        collect(key, component.getType());
      } else {
        known.put(comparable(key), key);
        if (Map.class.isAssignableFrom(component.getType())
            || Collection.class.isAssignableFrom(component.getType())) {
          open.put(comparable(key), key);
        }
      }
    }
  }

  /**
   * @throws TocsinException BAD_CONFIGURATION for the first key that is not known, with the nearest
   *     known one
   */
  public void check(ConfigurableEnvironment environment) {
    for (PropertySource<?> source : environment.getPropertySources()) {
      if (source instanceof EnumerablePropertySource<?> keys) {
        for (String key : keys.getPropertyNames()) {
          check(key, source.getName());
        }
      }
    }
  }

  private void check(String key, String source) {
    boolean variable = key.startsWith("TOCSIN_");
    if (!variable && !key.toLowerCase(Locale.ROOT).startsWith(NodeProperties.PREFIX + ".")) {
      return;
    }
    String plain = comparable(key);
    if (OTHERS.contains(key) || OWN.contains(key) || known.containsKey(plain)) {
      return;
    }
    if (variable && SERVICE_LINK.matcher(key).matches()) {
      return;
    }
    if (open.keySet().stream().anyMatch(plain::startsWith)) {
      return;
    }
    String nearest =
        known.entrySet().stream()
            .min(Comparator.comparingInt(each -> distance(plain, each.getKey())))
            .map(each -> variable ? variable(each.getValue()) : each.getValue())
            .orElseThrow();
    throw new TocsinException(
        ErrorCode.BAD_CONFIGURATION,
        "The configuration key [%s] of [%s] is not known.%nMaybe [%s] is meant."
            .formatted(key, source, nearest));
  }

  /** All keys, as people write them. */
  List<String> all() {
    return List.copyOf(known.values());
  }

  /** The environment variable of a key. */
  static String variable(String key) {
    return key.toUpperCase(Locale.ROOT).replace("-", "").replace('.', '_');
  }

  private static String comparable(String key) {
    return key.toLowerCase(Locale.ROOT).replaceAll("\\[\\d+]", "").replaceAll("[^a-z0-9]", "");
  }

  private static String kebab(String name) {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  /** Levenshtein's distance: how many letters must be changed, added or taken away. */
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int above = row[j];
        int change = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(above, row[j - 1]) + 1, diagonal + change);
        diagonal = above;
      }
    }
    return row[to.length()];
  }
}
