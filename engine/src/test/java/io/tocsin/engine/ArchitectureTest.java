package io.tocsin.engine;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The engine is a house of floors: a package may use its own and those below, never beside. */
class ArchitectureTest {

  private static final String ROOT = "io.tocsin.engine";

  /** From the roof down; the empty name is the root package with the facade. */
  private static final List<Set<String>> FLOORS =
      List.of(
          Set.of("replay", "scenario"),
          Set.of(""),
          Set.of("lane"),
          Set.of("shard"),
          Set.of("router", "drools", "window"),
          Set.of("session"),
          Set.of("plan", "decode"),
          Set.of("sandbox", "analysis", "time", "spi"),
          Set.of("pack", "alert", "checkpoint"),
          Set.of("event"));

  private static final Map<String, Integer> DEPTH_OF_PACKAGE =
      IntStream.range(0, FLOORS.size())
          .boxed()
          .flatMap(depth -> FLOORS.get(depth).stream().map(name -> Map.entry(name, depth)))
          .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

  private final JavaClasses engine =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void packagesUseOnlyLowerFloors() {
    classes().should(useOnlyLowerFloors()).allowEmptyShould(true).check(engine);
  }

  @Test
  void packagesExplainThemselvesAndAreNullMarked() {
    classes().should(beInANullMarkedPackage()).allowEmptyShould(true).check(engine);
  }

  @Test
  void onlyTheDroolsPackageRunsDrools() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".drools..")
        .and()
        .resideOutsideOfPackages(ROOT + ".analysis..", ROOT + ".pack..", ROOT + ".sandbox..")
        .should()
        .dependOnClassesThat(resideInAnyPackage("org.drools..", "org.kie.."))
        .allowEmptyShould(true)
        .check(engine);
  }

  @Test
  void readersOfRulesSeeOnlyTheSyntaxTree() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + ".analysis..", ROOT + ".pack..", ROOT + ".sandbox..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("org.drools..", "org.kie..")
                .and(
                    resideInAnyPackage(
                            "org.drools.drl.ast..",
                            "org.drools.drl.parser..",
                            "org.kie.internal.builder..")
                        .negate()))
        .because("descr classes and the parser give positions; compiling belongs to engine.drools")
        .allowEmptyShould(true)
        .check(engine);
  }

  @Test
  void theEngineKnowsNoTransportAndNoFramework() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                "org.apache.kafka..", "kafka..", "com.hazelcast..", "org.springframework.."))
        .orShould()
        .dependOnClassesThat(
            resideInAPackage("io.tocsin..").and(resideInAPackage(ROOT + "..").negate()))
        .because("each of them is an adapter behind a port of engine.spi")
        .allowEmptyShould(true)
        .check(engine);
  }

  private static ArchCondition<JavaClass> useOnlyLowerFloors() {
    return new ArchCondition<>("use only their own package and those on lower floors") {
      @Override
      public void check(JavaClass origin, ConditionEvents events) {
        String from = packageBelowRoot(origin);
        Integer depth = DEPTH_OF_PACKAGE.get(from);
        if (depth == null) {
          events.add(
              SimpleConditionEvent.violated(
                  origin,
                  "package [%s] of [%s] is on no floor. Maybe add it to FLOORS and to the design."
                      .formatted(from, origin.getName())));
          return;
        }
        for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
          JavaClass target = dependency.getTargetClass().getBaseComponentType();
          if (!isInEngine(target)) {
            continue;
          }
          String to = packageBelowRoot(target);
          boolean lower = DEPTH_OF_PACKAGE.getOrDefault(to, -1) > depth;
          if (!from.equals(to) && !lower) {
            events.add(
                SimpleConditionEvent.violated(
                    origin,
                    "[%s] may not use [%s], which is not on a lower floor: %s"
                        .formatted(from, to, dependency.getDescription())));
          }
        }
      }
    };
  }

  private static ArchCondition<JavaClass> beInANullMarkedPackage() {
    return new ArchCondition<>("be in a package with a package-info that is @NullMarked") {
      @Override
      public void check(JavaClass origin, ConditionEvents events) {
        if (!origin.getPackage().isAnnotatedWith(NullMarked.class)) {
          events.add(
              SimpleConditionEvent.violated(
                  origin,
                  "package [%s] has no @NullMarked package-info. Maybe write its tour there."
                      .formatted(origin.getPackageName())));
        }
      }
    };
  }

  private static boolean isInEngine(JavaClass type) {
    return type.getPackageName().equals(ROOT) || type.getPackageName().startsWith(ROOT + ".");
  }

  /** The first package name below the root: "drools" for io.tocsin.engine.drools.compile. */
  private static String packageBelowRoot(JavaClass type) {
    String name = type.getPackageName();
    return name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1).split("\\.", 2)[0];
  }
}
