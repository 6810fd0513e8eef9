package io.tocsin.engine.drools;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.kie.api.builder.Message;

/**
 * One run of the compiler, which answers some texts with messages and others with an exception.
 *
 * @param generated what it made; null where it threw
 */
record Attempt(@Nullable Generated generated) {
  /** The key of an exception. */
  static final String THROWN = "thrown";

  private static final Pattern HASHES =
      Pattern.compile("[0-9A-F]{32}|\\bP[0-9A-F]{2}\\b|_\\d+_sCoPe|\\$\\d+\\$");

  static Attempt of(Map<String, String> texts, ClassLoader loader) {
    try {
      return new Attempt(Generated.of(texts, loader));
    } catch (RuntimeException | StackOverflowError e) {
      // Because the compiler throws at some expressions in the place of a message.
      return new Attempt(null);
    }
  }

  boolean thrown() {
    return generated == null;
  }

  boolean fails() {
    return generated == null || !generated.errors().isEmpty();
  }

  List<Message> errors() {
    return generated == null ? List.of() : generated.errors();
  }

  /** What went wrong, in a form that is the same in another run over other rules. */
  Set<String> keys() {
    Set<String> keys = new TreeSet<>();
    if (generated == null) {
      keys.add(THROWN);
    }
    errors().forEach(message -> keys.add(key(message)));
    return keys;
  }

  static String key(Message message) {
    return HASHES.matcher(String.valueOf(message.getText())).replaceAll("");
  }
}
