package io.tocsin.engine.sandbox;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.objectweb.asm.ClassReader;

/**
 * The second gate that a pack passes: the bytecode of every class that the compiler made of it may
 * name only members of the pack itself and those on the list. Nothing is loaded before it says yes.
 */
public final class ClassGate {
  /** Classes of these packages are always those of the platform, whatever a pack calls its own. */
  private static final Pattern RESERVED =
      Pattern.compile("(java|javax|jdk|sun|com\\.sun|org\\.drools|org\\.kie|io\\.tocsin)\\..*");

  private ClassGate() {}

  /**
   * Checks the classes of a pack.
   *
   * @param classes binary class name with dots to bytes: all that will be loaded
   * @return what is wrong; empty where all may be loaded
   */
  public static List<Refusal> check(Map<String, byte[]> classes) {
    Map<String, byte[]> sorted = new TreeMap<>(classes);
    Set<String> own =
        sorted.keySet().stream().map(name -> name.replace('.', '/')).collect(Collectors.toSet());
    RuleNames rules = RuleNames.of(sorted);
    List<Refusal> refusals = new ArrayList<>();
    sorted.forEach(
        (name, bytes) -> {
          String rule = rules.ruleOf(name);
          if (isTaken(name)) {
            refusals.add(new Refusal(rule, name, name, "a class of that name is there already"));
            return;
          }
          try {
            ClassScan scan = new ClassScan(name, own, rules, refusals);
            new ClassReader(bytes).accept(scan, ClassReader.SKIP_FRAMES);
          } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            refusals.add(new Refusal(rule, name, name, "it is no class that can be read"));
          }
        });
    return refusals.stream()
        .distinct()
        .sorted(Comparator.comparing(Refusal::className).thenComparing(Refusal::member))
        .toList();
  }

  /**
   * Whether the name is not the pack's to give: loaders ask their parents first, so the platform's
   * class would be used in the place of the one that was checked.
   */
  private static boolean isTaken(String name) {
    ClassLoader loader = ClassGate.class.getClassLoader();
    String path = name.replace('.', '/') + ".class";
    return RESERVED.matcher(name).matches() || (loader != null && loader.getResource(path) != null);
  }
}
