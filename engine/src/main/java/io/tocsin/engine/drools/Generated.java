package io.tocsin.engine.drools;

import io.tocsin.engine.pack.Budgets;
import io.tocsin.engine.sandbox.Budget;
import io.tocsin.engine.sandbox.BudgetExceeded;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.drools.compiler.kie.builder.impl.InternalKieModule;
import org.drools.model.Model;
import org.drools.model.codegen.ExecutableModelProject;
import org.kie.api.KieServices;
import org.kie.api.builder.KieBuilder;
import org.kie.api.builder.KieFileSystem;
import org.kie.api.builder.Message;
import org.kie.api.builder.ReleaseId;

/**
 * What Drools' executable-model compiler makes of a pack's DRL.
 *
 * @param classes binary class name to bytes; empty where there are errors
 * @param errors what the compiler complains about
 */
record Generated(Map<String, byte[]> classes, List<Message> errors) {
  private static final String PROJECT_MODEL = "org.drools.project.model.";

  /** Because builds at the same time find each other's types where these have the same names. */
  private static final Object ONE_BUILD = new Object();

  /**
   * Compiles DRL texts; one build at a time.
   *
   * @param texts path (package folders and file name) to DRL
   * @param loader resolves imports
   */
  static Generated of(Map<String, String> texts, ClassLoader loader) {
    synchronized (ONE_BUILD) {
      return build(texts, loader);
    }
  }

  private static Generated build(Map<String, String> texts, ClassLoader loader) {
    KieServices services = KieServices.get();
    KieFileSystem files = services.newKieFileSystem();
    ReleaseId release = services.newReleaseId("io.tocsin.pack", "pack", "1");
    files.generateAndWritePomXML(release);
    texts.forEach((name, text) -> files.write("src/main/resources/" + name, text));
    KieBuilder builder = services.newKieBuilder(files, new CompilerLoader(loader));
    builder.buildAll(ExecutableModelProject.class);
    List<Message> errors = builder.getResults().getMessages(Message.Level.ERROR);
    services.getRepository().removeKieModule(release);
    if (!errors.isEmpty()) {
      return new Generated(Map.of(), errors);
    }
    Map<String, byte[]> classes = new TreeMap<>();
    ((InternalKieModule) builder.getKieModule())
        .getClassesMap()
        .forEach(
            (path, bytes) -> {
              String name = path.replace('/', '.').replaceAll("\\.class$", "");
              if (!name.startsWith(PROJECT_MODEL)) {
                classes.put(name, bytes);
              }
            });
    return new Generated(classes, List.of());
  }

  /**
   * The models among the classes, one for each DRL package. Loads and initialises all classes,
   * because an initialiser that ran at the first use would spend the budget of one entry and not of
   * the same entry at a replay.
   *
   * @throws ExceptionInInitializerError where an initialiser fails
   * @throws IllegalStateException where an initialiser needs more than one budget
   */
  List<Model> models(ClassLoader packLoader) throws ReflectiveOperationException {
    Budget before = new Budget(Budgets.DEFAULT).install();
    try {
      return initialised(packLoader);
    } catch (BudgetExceeded e) {
      throw new IllegalStateException(e.getMessage(), e);
    } finally {
      before.install();
    }
  }

  private List<Model> initialised(ClassLoader packLoader) throws ReflectiveOperationException {
    List<Model> models = new ArrayList<>();
    for (String name : classes.keySet()) {
      Budget.current().begin();
      Class<?> candidate = Class.forName(name, true, packLoader);
      if (name.substring(name.lastIndexOf('.') + 1).startsWith("Rules")) {
        if (Model.class.isAssignableFrom(candidate)) {
          models.add((Model) candidate.getConstructor().newInstance());
        }
      }
    }
    return models;
  }
}
