package io.tocsin.engine.analysis;

import java.util.Set;

/** The words of Java that cannot be names, because a rule becomes Java. */
final class JavaWords {
  private static final Set<String> ALL =
      Set.of(
          ("abstract assert boolean break byte case catch char class const continue default do double"
                  + " else enum extends false final finally float for goto if implements import"
                  + " instanceof int interface long native new null package private protected public"
                  + " return short static strictfp super switch synchronized this throw throws"
                  + " transient true try void volatile while _")
              .split(" "));

  private JavaWords() {}

  static boolean has(String name) {
    return ALL.contains(name);
  }
}
