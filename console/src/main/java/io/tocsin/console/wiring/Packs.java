package io.tocsin.console.wiring;

import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.pack.Pack;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.pack.Source;
import io.tocsin.engine.plan.PackPlan;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Where the packs of a node come from. */
final class Packs {

  private static final String RESOURCES = "packs/";

  private Packs() {}

  /** Loads the packs of these folders. */
  static List<Pack> load(List<Path> folders) {
    return folders.stream().map(PackLoader::load).toList();
  }

  static List<PackPlan> compile(List<Pack> packs) {
    return packs.stream().map(PackCompiler::compile).toList();
  }

  /**
   * Copies the sample packs, which this build carries, to where their user can read and try them.
   *
   * @return their folders, by name
   */
  static List<Path> samples(Path target) {
    TreeSet<Path> folders = new TreeSet<>();
    try {
      for (Resource file :
          new PathMatchingResourcePatternResolver()
              .getResources("classpath*:" + RESOURCES + "*/**")) {
        String url = file.getURL().toString();
        String name = url.substring(url.lastIndexOf(RESOURCES) + RESOURCES.length());
        if (file.isReadable() && !name.endsWith("/")) {
          copy(file, target.resolve(name));
          folders.add(target.resolve(name.substring(0, name.indexOf('/'))));
        }
      }
    } catch (IOException unwritable) {
      throw new TocsinException(
          ErrorCode.UNAVAILABLE,
          "The sample packs cannot be written to [%s]: [%s].".formatted(target, unwritable),
          unwritable);
    }
    return new ArrayList<>(folders);
  }

  private static void copy(Resource from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    try (InputStream in = from.getInputStream()) {
      Files.copy(in, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** The pack with sources that follow the data from its beginning, for a log that lies there. */
  static Pack overOldData(Pack pack) {
    return new Pack(
        pack.name(),
        pack.version(),
        pack.owner(),
        pack.description(),
        pack.sources().stream().map(Packs::overOldData).toList(),
        pack.alertTopic(),
        pack.trigger(),
        pack.planned(),
        pack.tables(),
        pack.rules(),
        pack.limits(),
        pack.drl(),
        pack.places());
  }

  private static Source overOldData(Source source) {
    return new Source(
        source.topic(),
        source.type(),
        source.typeField(),
        source.time(),
        source.lateness(),
        source.maxAhead(),
        source.idleTimeout(),
        new Source.Start.Earliest(),
        Source.Clock.LOG,
        source.format(),
        source.map());
  }
}
