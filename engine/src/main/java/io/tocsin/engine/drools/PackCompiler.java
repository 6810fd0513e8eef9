package io.tocsin.engine.drools;

import io.tocsin.engine.analysis.DeclaredTypes;
import io.tocsin.engine.analysis.PackGate;
import io.tocsin.engine.analysis.Queries;
import io.tocsin.engine.analysis.RuleKey;
import io.tocsin.engine.analysis.RuleKeys;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.pack.Diagnostic;
import io.tocsin.engine.pack.DiagnosticCode;
import io.tocsin.engine.pack.Pack;
import io.tocsin.engine.pack.PackException;
import io.tocsin.engine.pack.Table;
import io.tocsin.engine.plan.KeyGroup;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.plan.RulePlan;
import io.tocsin.engine.sandbox.Instrumentation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.drools.drl.ast.descr.RuleDescr;
import org.drools.model.Model;
import org.drools.model.Rule;

/**
 * Compiles a pack: source gate, Drools' executable model, class gate, own class loader, plan.
 *
 * <p>Takes 1.5 to 3 s for the first pack of a JVM and about 0.2 s for later ones. Nothing of the
 * pack runs before its classes were checked.
 */
public final class PackCompiler {
  private final Queries.Expansion queries;
  private final Pack pack;
  private final List<EventType> types;
  private final Syntax syntax;
  private final List<Diagnostic> findings = new ArrayList<>();

  private PackCompiler(Pack written) {
    this.queries = Queries.expand(written, new ArrayList<>());
    this.pack = queries.pack();
    this.types = DeclaredTypes.of(pack);
    this.syntax = new Syntax(pack, types);
  }

  /**
   * Compiles a pack.
   *
   * @throws PackException with every diagnostic, where there is at least one error
   */
  public static PackPlan compile(Pack pack) {
    return compile(pack, PackCompiler.class.getClassLoader());
  }

  /**
   * Compiles a pack whose DRL imports classes of the embedding service.
   *
   * @param loader resolves those imports
   * @throws PackException with every diagnostic, where there is at least one error
   */
  public static PackPlan compile(Pack pack, ClassLoader loader) {
    List<Diagnostic> gate = PackGate.check(pack);
    if (gate.stream().anyMatch(d -> d.severity() == Diagnostic.Severity.ERROR)) {
      throw new PackException(pack.name(), gate);
    }
    return new PackCompiler(pack).compile(loader);
  }

  /**
   * Compiles a pack that the source gate lets pass, for the warnings that take a plan.
   *
   * @throws PackException with every diagnostic, where there is at least one error
   */
  public static List<Diagnostic> lint(Pack pack) {
    PackCompiler compiler = new PackCompiler(pack);
    compiler.compile(PackCompiler.class.getClassLoader());
    return new KeyWarnings(compiler.syntax).of(compiler.keys());
  }

  private PackPlan compile(ClassLoader loader) {
    findings.addAll(syntax.errors());
    stopOnErrors();
    DrlPlaces places = new DrlPlaces(pack, syntax);
    Attempt attempt = Attempt.of(syntax.texts(), loader);
    Culprits culprits = new Culprits(syntax, places, loader);
    findings.addAll(CompilerMessages.explain(attempt, places, culprits));
    stopOnErrors();
    Generated generated = Objects.requireNonNull(attempt.generated());
    findings.addAll(RefusedClasses.check(generated.classes(), places));
    stopOnErrors();
    try {
      Map<String, byte[]> counting = Instrumentation.of(generated.classes());
      return plan(generated.models(new PackClassLoader(loader, counting)), generated.classes());
    } catch (Unplannable | PackException e) {
      throw e;
    } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
      findings.addAll(culprits.unloadable(e));
      throw refused();
    }
  }

  private void stopOnErrors() {
    if (findings.stream().anyMatch(d -> d.severity() == Diagnostic.Severity.ERROR)) {
      throw refused();
    }
  }

  private PackException refused() {
    return new PackException(pack.name(), findings.stream().map(queries::asWritten).toList());
  }

  private PackPlan plan(List<Model> models, Map<String, byte[]> bytes)
      throws ReflectiveOperationException {
    Map<Class<?>, EventType> classes = declaredClasses(models);
    Lambdas lambdas = pack.planned() ? new Lambdas(bytes, classes) : Lambdas.NONE;
    Map<String, Rule> compiled = new LinkedHashMap<>();
    models.forEach(model -> model.getRules().forEach(rule -> compiled.put(rule.getName(), rule)));
    List<RuleKey> keys = keys();
    MadeObjects objects = new MadeObjects(types, keys);
    objects.check().forEach((rule, e) -> findings.add(at(rule, e)));
    stopOnErrors();
    List<KeyGroup> groups = groups(keys);
    Map<String, Integer> depths = new KeyGroups(pack, types, keys).depths();
    Meanings meanings = new Meanings(pack, types, syntax, keys, groups);
    Set<EventType> tables =
        types.stream()
            .filter(t -> pack.tables().stream().map(Table::type).anyMatch(t.name()::equals))
            .collect(Collectors.toCollection(HashSet::new));
    List<RulePlan> rules = new ArrayList<>();
    for (String name : SalienceOrder.of(syntax.rules().values())) {
      Rule rule = compiled.get(name);
      if (rule != null) {
        int ordinal = rules.size();
        planned(
            name,
            () ->
                new RulePlanner(pack, classes, tables, objects.made(), groups, meanings, lambdas)
                    .plan(
                        rule,
                        compiled.get(Recoveries.nameOf(name)),
                        syntax,
                        ordinal,
                        depths.getOrDefault(name, 0)),
            rules);
      }
    }
    stopOnErrors();
    return new PackPlan(pack, types, groups, rules, new DeclaredObjects(classes));
  }

  private interface Planning {
    RulePlan get();
  }

  private void planned(String rule, Planning planning, List<RulePlan> into) {
    try {
      into.add(planning.get());
    } catch (Unplannable e) {
      findings.add(at(rule, e));
    } catch (RuntimeException e) {
      // Because a shape of the model that nobody has seen must not end the lint of a pack.
      findings.add(
          at(
              rule,
              new Unplannable(
                  DiagnosticCode.CONDITION_KIND,
                  "The rule has a condition that this version cannot evaluate.",
                  "Write it with patterns, [not], [exists], [accumulate], [groupby].")));
    }
  }

  private Diagnostic at(String rule, Unplannable e) {
    RuleText place = syntax.place(rule);
    return e.code()
        .error(place.file(), place.line(), 1, "Rule [" + rule + "]: " + e.getMessage(), e.hint());
  }

  private List<RuleKey> keys() {
    RuleKeys analysis = new RuleKeys(types, pack.tables());
    return syntax.rules().values().stream().filter(RuleDescr::isRule).map(analysis::of).toList();
  }

  private List<KeyGroup> groups(List<RuleKey> keys) {
    try {
      return new KeyGroups(pack, types, keys).groups();
    } catch (Unplannable e) {
      findings.add(at(keys.get(0).rule(), e));
      stopOnErrors();
      throw e;
    }
  }

  private Map<Class<?>, EventType> declaredClasses(List<Model> models) {
    Map<String, EventType> byName = new HashMap<>();
    types.forEach(type -> byName.put(type.name(), type));
    Map<Class<?>, EventType> classes = new HashMap<>();
    models.stream()
        .flatMap(model -> model.getTypeMetaDatas().stream())
        .forEach(
            meta -> {
              EventType type = byName.get(meta.getType().getSimpleName());
              if (type != null) {
                classes.put(meta.getType(), type);
              }
            });
    return classes;
  }
}
