package io.tocsin.engine.drools;

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

  /**
   * Compiles DRL texts.
   *
   * @param texts path (package folders and file name) to DRL
   * @param loader resolves imports
   */
  static Generated of(Map<String, String> texts, ClassLoader loader) {
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

  /** The models among the classes, one for each DRL package; loads and initialises them. */
  List<Model> models(ClassLoader packLoader) throws ReflectiveOperationException {
    List<Model> models = new ArrayList<>();
    for (String name : classes.keySet()) {
      if (name.substring(name.lastIndexOf('.') + 1).startsWith("Rules")) {
        Class<?> candidate = Class.forName(name, true, packLoader);
        if (Model.class.isAssignableFrom(candidate)) {
          models.add((Model) candidate.getConstructor().newInstance());
        }
      }
    }
    return models;
  }
}
