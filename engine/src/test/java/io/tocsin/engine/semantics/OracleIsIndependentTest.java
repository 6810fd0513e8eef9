package io.tocsin.engine.semantics;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** A judge that used the engine would overlook what the engine misreads. */
class OracleIsIndependentTest {
  private static final String ORACLE = "io.tocsin.engine.testing.oracle";

  private final JavaClasses oracle = new ClassFileImporter().importPackages(ORACLE);

  @Test
  void theOracleUsesNothingOfTheEngine() {
    classes()
        .should()
        .onlyDependOnClassesThat(
            resideInAPackage(ORACLE).or(resideInAnyPackage("java..", "org.jspecify..")))
        .check(oracle);
  }
}
