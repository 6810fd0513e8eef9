package io.tocsin.engine.drools;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Objects;

/**
 * The loader that Drools' compiler gets: shows it our settings, which it would look for in the
 * whole process.
 */
final class CompilerLoader extends ClassLoader {
  private static final String SETTINGS = "META-INF/kie.properties.conf";

  CompilerLoader(ClassLoader parent) {
    super("tocsin-compiler", parent);
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    return name.equals(SETTINGS)
        ? Collections.enumeration(
            List.of(
                Objects.requireNonNull(CompilerLoader.class.getResource("functions.properties"))))
        : super.getResources(name);
  }
}
