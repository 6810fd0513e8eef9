package io.tocsin.console;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** One package assembles the adapters; the rest of the console speaks to the engine's ports. */
class ArchitectureTest {

  private final JavaClasses console =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.tocsin.console");

  @Test
  void onlyWiringKnowsTheAdapters() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.tocsin.console.wiring..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.tocsin.adapters..")
        .allowEmptyShould(true)
        .check(console);
  }

  @Test
  void packagesExplainThemselvesAndAreNullMarked() {
    classes().should(beInANullMarkedPackage()).allowEmptyShould(true).check(console);
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
}
