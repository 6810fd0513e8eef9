package io.tocsin.bench.peers.drools;

import io.tocsin.bench.contest.Contest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.drools.model.codegen.ExecutableModelProject;
import org.kie.api.KieBase;
import org.kie.api.KieBaseConfiguration;
import org.kie.api.KieServices;
import org.kie.api.builder.KieBuilder;
import org.kie.api.builder.KieFileSystem;
import org.kie.api.builder.Message;
import org.kie.api.builder.ReleaseId;
import org.kie.api.conf.EventProcessingOption;

/** The rule of a contest, compiled to the executable model. */
final class Rules {

  private Rules() {}

  static KieBase compile(Contest contest, String form) {
    KieServices services = KieServices.get();
    ReleaseId release = services.newReleaseId("peers", "drools", "1");
    KieFileSystem files = services.newKieFileSystem();
    files.generateAndWritePomXML(release);
    files.write("src/main/resources/peers/rules.drl", text(contest, form));
    KieBuilder builder = services.newKieBuilder(files).buildAll(ExecutableModelProject.class);
    if (builder.getResults().hasMessages(Message.Level.ERROR)) {
      throw new IllegalArgumentException(builder.getResults().getMessages().toString());
    }
    KieBaseConfiguration configuration = services.newKieBaseConfiguration();
    configuration.setOption(EventProcessingOption.STREAM);
    return services.newKieContainer(release).newKieBase(configuration);
  }

  private static String text(Contest contest, String form) {
    String name =
        switch (contest) {
          case W1, W1_LOW -> "w1";
          case W2 -> "w2";
          case W3 -> "w3";
          case W4 -> "w4";
        };
    String resource = name + (form.isEmpty() ? "" : "-" + form) + ".drl";
    try (InputStream in = Rules.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException("There are no rules [" + resource + "].");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .replace("THRESHOLD", Integer.toString(contest.threshold()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
