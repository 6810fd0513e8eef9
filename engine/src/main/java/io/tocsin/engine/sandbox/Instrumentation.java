package io.tocsin.engine.sandbox;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Makes the checked classes of a pack count what they do, so that none of their code can run or
 * allocate without end: each turn of a loop, each call of the pack's own methods, each allocation,
 * and what library calls cost by the sizes of their arguments.
 *
 * <p>Three ways round are closed. What catches exceptions lets pass what stops the rule. A
 * reference to a library method ({@code List::stream}) becomes a method of the pack, which counts.
 * And the elements of each stream are counted where it begins, so that one without end is stopped
 * whatever is done with it. What the compiler itself puts around the author's code runs once, when
 * the pack is loaded, and stays as it is. Initialisers of classes run then too, each with a budget
 * of its own.
 */
public final class Instrumentation {
  private Instrumentation() {}

  /**
   * Changes the classes of a pack.
   *
   * @param classes binary class name with dots to bytes, checked by {@link ClassGate}
   * @return the same names with the bytes to load
   * @throws IllegalArgumentException where a class cannot be changed
   */
  public static Map<String, byte[]> of(Map<String, byte[]> classes) {
    Map<String, ClassNode> nodes = new TreeMap<>();
    classes.forEach(
        (name, bytes) -> {
          ClassNode node = new ClassNode();
          new ClassReader(bytes).accept(node, ClassReader.EXPAND_FRAMES);
          nodes.put(name, node);
        });
    Free free = Free.among(nodes.values());
    Map<String, Integer> sizes = new HashMap<>();
    nodes.values().forEach(node -> sizes.put(node.name, 16 + 8 * node.fields.size()));
    Map<String, byte[]> changed = new TreeMap<>();
    nodes.forEach(
        (name, node) -> {
          change(name, node, free, sizes);
          ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
          node.accept(writer);
          changed.put(name, writer.toByteArray());
        });
    return changed;
  }

  private static void change(
      String name, ClassNode node, Free free, Map<String, Integer> objectSizes) {
    boolean frame = Frame.isFrame(name);
    LibraryReferences references = new LibraryReferences(node, free);
    for (MethodNode method : node.methods.toArray(MethodNode[]::new)) {
      boolean authors = !frame || Frame.isAuthors(method.name);
      boolean code = (method.access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) == 0;
      if (authors && code && !free.has(method)) {
        references.replace(method);
        new MethodChange(node, method, free, objectSizes).apply();
      }
    }
    for (MethodNode method : references.made()) {
      node.methods.add(method);
      new MethodChange(node, method, free, objectSizes).apply();
    }
  }
}
