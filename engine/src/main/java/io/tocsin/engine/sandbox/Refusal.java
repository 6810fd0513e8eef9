package io.tocsin.engine.sandbox;

import org.jspecify.annotations.Nullable;

/**
 * One reason not to load a pack's classes.
 *
 * @param rule the rule whose code it is; null where it is a declared type or cannot be told
 * @param className the class, with dots
 * @param member what it would use: {@code java.lang.System.exit}; or what it is, {@code native}
 * @param reason why not, as a clause: {@code it ends the process}
 */
public record Refusal(@Nullable String rule, String className, String member, String reason) {
  /** One sentence for the author. */
  public String message() {
    String simple = className.substring(className.lastIndexOf('.') + 1);
    String subject = rule != null ? "The rule [" + rule + "]" : "The class [" + simple + "]";
    return subject + " may not use [" + member + "]: " + reason + ".";
  }
}
