package io.tocsin.engine.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.drools.compiler.kie.builder.impl.InternalKieModule;
import org.drools.model.codegen.ExecutableModelProject;
import org.kie.api.KieServices;
import org.kie.api.builder.KieBuilder;
import org.kie.api.builder.KieFileSystem;
import org.kie.api.builder.Message;

/** The classes that Drools makes of rules, without any gate before it. */
final class CompiledRules {
  private static final String HEAD =
      """
      package sandbox.test
      import java.util.*
      import java.util.stream.*
      import java.time.*
      import java.math.*
      global io.tocsin.engine.plan.Alerts alerts
      global io.tocsin.engine.plan.Out out
      declare Payment @role(event) @timestamp(at) @expires(1h)
        card : String @key
        amount : double
        count : int
        tags : List
        map : Map
        any : Object
        price : BigDecimal
        ok : boolean
        at : long
      end
      declare Order @role(event) @timestamp(at) @duration(lasts)
        card : String
        at : long
        lasts : long
      end
      """;

  private CompiledRules() {}

  /** One rule for each consequence, named by its place from 0. */
  static Map<String, byte[]> ofConsequences(List<String> consequences) {
    List<String> rules = new ArrayList<>();
    for (String consequence : consequences) {
      rules.add("when $p : Payment( $c : card, $a : amount, $t : tags ) then " + consequence);
    }
    return of(rules);
  }

  /** One rule for each constraint of a Payment that follows an Order, named by its place from 0. */
  static Map<String, byte[]> ofConstraints(List<String> constraints) {
    List<String> rules = new ArrayList<>();
    for (String constraint : constraints) {
      rules.add(
          "when $o : Order() $p : Payment( " + constraint + " ) then alerts.raise($o.getCard());");
    }
    return of(rules);
  }

  static Map<String, byte[]> of(List<String> rules) {
    StringBuilder drl = new StringBuilder(HEAD);
    for (int i = 0; i < rules.size(); i++) {
      drl.append("rule \"").append(i).append("\" ").append(rules.get(i)).append("\nend\n");
    }
    KieServices services = KieServices.get();
    KieFileSystem files = services.newKieFileSystem();
    files.write("src/main/resources/sandbox/test/rules.drl", drl.toString());
    KieBuilder builder = services.newKieBuilder(files, CompiledRules.class.getClassLoader());
    builder.buildAll(ExecutableModelProject.class);
    List<Message> errors = builder.getResults().getMessages(Message.Level.ERROR);
    if (!errors.isEmpty()) {
      throw new IllegalArgumentException("The rules do not compile: " + errors);
    }
    Map<String, byte[]> classes = new TreeMap<>();
    ((InternalKieModule) builder.getKieModule())
        .getClassesMap()
        .forEach(
            (path, bytes) -> {
              String name = path.replace('/', '.').replaceAll("\\.class$", "");
              if (!name.startsWith("org.drools.project.model.")) {
                classes.put(name, bytes);
              }
            });
    return classes;
  }
}
