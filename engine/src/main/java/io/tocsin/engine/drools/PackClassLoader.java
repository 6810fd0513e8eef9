package io.tocsin.engine.drools;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds the checked classes of one pack version; everything else comes from the engine's own
 * loader.
 */
final class PackClassLoader extends ClassLoader {
  private final Map<String, byte[]> classes;

  /**
   * @param parent loader of the engine (or of the embedding service, for its own event classes)
   * @param classes binary class name to bytes, checked and made to count
   */
  PackClassLoader(ClassLoader parent, Map<String, byte[]> classes) {
    super("tocsin-pack", parent);
    this.classes = classes;
  }

  @Override
  protected Class<?> findClass(@Nullable String name) throws ClassNotFoundException {
    byte[] bytes = classes.get(name);
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    byte[] ours = EqualityByValue.in(bytes);
    return defineClass(name, ours, 0, ours.length);
  }
}
