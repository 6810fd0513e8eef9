package io.tocsin.adapters;

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

/** Adapters look inwards, at the engine's ports; who assembles them is not their business. */
class ArchitectureTest {

  private final JavaClasses adapters =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.tocsin.adapters");

  @Test
  void adaptersDoNotKnowTheConsole() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.tocsin.console..", "org.springframework..")
        .allowEmptyShould(true)
        .check(adapters);
  }

  @Test
  void packagesExplainThemselvesAndAreNullMarked() {
    classes().should(beInANullMarkedPackage()).allowEmptyShould(true).check(adapters);
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
