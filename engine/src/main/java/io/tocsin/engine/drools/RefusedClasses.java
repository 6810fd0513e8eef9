package io.tocsin.engine.drools;

import io.tocsin.engine.drools.DrlPlaces.Place;
import io.tocsin.engine.pack.Diagnostic;
import io.tocsin.engine.pack.DiagnosticCode;
import io.tocsin.engine.sandbox.ClassGate;
import io.tocsin.engine.sandbox.Refusal;
import java.util.List;
import java.util.Map;

/** Asks the class gate, and points to the place in the rule that its refusals are about. */
final class RefusedClasses {
  private RefusedClasses() {}

  /** One error for each member that a class of the pack may not use. */
  static List<Diagnostic> check(Map<String, byte[]> classes, DrlPlaces places) {
    return ClassGate.check(classes).stream()
        .map(refusal -> explain(refusal, places))
        .distinct()
        .toList();
  }

  private static Diagnostic explain(Refusal refusal, DrlPlaces places) {
    String rule = refusal.rule();
    String[] names = refusal.member().replaceAll("\\.(new|class)$", "").split("[. ]", -1);
    Place use = rule == null ? null : places.word(names[names.length - 1], rule);
    Place place = use != null ? use : places.rule(rule);
    return DiagnosticCode.FORBIDDEN_MEMBER.error(
        place.file(), place.line(), place.column(), refusal.message(), null);
  }
}
