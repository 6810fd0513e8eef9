package io.tocsin.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Packages explain themselves; what JMH generates is left out. */
class ArchitectureTest {

  @Test
  void packagesExplainThemselvesAndAreNullMarked() {
    classes()
        .that()
        .resideOutsideOfPackage("..jmh_generated..")
        .should(beInANullMarkedPackage())
        .check(
            new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.tocsin.bench"));
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
