package io.tocsin.engine.sandbox;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;

/**
 * Finds the methods that need not count, so that {@code amount > 100} costs nothing: they have no
 * loop, allocate nothing, and call only such methods, {@value #LARGEST} in all at the most. A
 * method that calls itself, by whichever way round, is never among them: the search begins with
 * those that call none and adds those that call only what was found.
 *
 * <p>What the engine calls as a condition or a value may compare things too; nothing of the pack
 * calls it, so it runs once.
 */
final class Free {
  private static final int LARGEST = 64;
  private static final Set<String> CALLED_BY_LIBRARY =
      Set.of(
          "equals", "hashCode", "toString", "compareTo", "compare", "iterator", "next", "hasNext");
  private static final String MODEL_FUNCTIONS = "org/drools/model/functions/";

  /** One method of the pack. */
  private record Own(ClassNode owner, MethodNode method) {
    String signature() {
      return method.name + method.desc;
    }
  }

  private final Set<String> ownClasses = new HashSet<>();
  private final Map<String, List<Own>> bySignature = new HashMap<>();
  private final Set<String> handed = new HashSet<>();
  private final Set<String> called = new HashSet<>();
  private final Map<MethodNode, Integer> sizes = new HashMap<>();
  private final Set<MethodNode> conditions = new HashSet<>();

  private Free(Collection<ClassNode> classes) {
    List<Own> methods = new ArrayList<>();
    for (ClassNode owner : classes) {
      ownClasses.add(owner.name);
      for (MethodNode method : owner.methods) {
        Own own = new Own(owner, method);
        methods.add(own);
        bySignature.computeIfAbsent(own.signature(), any -> new ArrayList<>()).add(own);
      }
    }
    methods.forEach(this::collect);
    for (int before = -1; before < sizes.size(); ) {
      before = sizes.size();
      methods.forEach(this::tryOne);
    }
    methods.stream().filter(this::isCondition).forEach(own -> conditions.add(own.method()));
  }

  static Free among(Collection<ClassNode> classes) {
    return new Free(classes);
  }

  /** Whether a method need not count. */
  boolean has(MethodNode method) {
    return sizes.containsKey(method) || conditions.contains(method);
  }

  boolean isOwn(String owner) {
    return ownClasses.contains(owner);
  }

  private void collect(Own own) {
    boolean framing = Frame.isFrame(own.owner().name.replace('/', '.'));
    boolean authors = !framing || Frame.isAuthors(own.method().name);
    boolean bridge = (own.method().access & Opcodes.ACC_BRIDGE) != 0;
    for (AbstractInsnNode node : own.method().instructions) {
      if (node instanceof MethodInsnNode call && authors && !bridge) {
        called.add(call.owner + "." + call.name + call.desc);
      } else if (node instanceof InvokeDynamicInsnNode dynamic && authors) {
        for (Object argument : dynamic.bsmArgs) {
          if (argument instanceof Handle handle) {
            handed.add(handle.getName() + handle.getDesc());
          }
        }
      }
    }
  }

  private void tryOne(Own own) {
    if (!sizes.containsKey(own.method()) && !handed.contains(own.signature())) {
      boolean byLibrary = CALLED_BY_LIBRARY.contains(own.method().name) || implementsLibrary(own);
      int size = byLibrary ? 0 : size(own, false);
      if (size > 0) {
        sizes.put(own.method(), size);
      }
    }
  }

  /** Whether library code may call it, however often. */
  private static boolean implementsLibrary(Own own) {
    return own.owner().interfaces.stream()
            .anyMatch(name -> name.startsWith("java/") && !name.equals("java/io/Serializable"))
        && !own.method().name.equals("<init>");
  }

  private boolean isCondition(Own own) {
    return own.owner().interfaces.stream().anyMatch(name -> name.startsWith(MODEL_FUNCTIONS))
        && !called.contains(own.owner().name + "." + own.signature())
        && !handed.contains(own.signature())
        && size(own, true) > 0;
  }

  /** How many methods run at the most, this one included; 0 where it must count. */
  private int size(Own own, boolean condition) {
    int size = 1;
    for (AbstractInsnNode node : own.method().instructions) {
      int more =
          switch (node.getOpcode()) {
            case Opcodes.NEW,
                Opcodes.NEWARRAY,
                Opcodes.ANEWARRAY,
                Opcodes.MULTIANEWARRAY,
                Opcodes.INVOKEDYNAMIC ->
                -1;
            default ->
                node instanceof MethodInsnNode call
                    ? size(own, call, condition)
                    : jumpsBack(own.method(), node) ? -1 : 0;
          };
      if (more < 0 || (size += more) > LARGEST) {
        return 0;
      }
    }
    return size;
  }

  private int size(Own own, MethodInsnNode call, boolean condition) {
    if (!ownClasses.contains(call.owner)) {
      boolean cheap =
          Prices.isPlain(call.owner, call.name, call.desc)
              || (condition && Prices.isComparing(call.owner, call.name))
              || isBase(call);
      return cheap ? 0 : -1;
    }
    int largest = -1;
    for (Own target : bySignature.getOrDefault(call.name + call.desc, List.of())) {
      boolean bridged = condition && isBridge(own);
      if (!bridged || own.owner() == target.owner()) {
        Integer size = bridged ? (Integer) size(target, true) : sizes.get(target.method());
        if (size == null || size == 0) {
          return -1;
        }
        largest = Math.max(largest, size);
      }
    }
    return largest;
  }

  private static boolean isBridge(Own own) {
    return (own.method().access & Opcodes.ACC_BRIDGE) != 0;
  }

  /** Constructors of what the engine's functions extend. */
  private static boolean isBase(MethodInsnNode call) {
    return call.name.equals("<init>") && call.owner.startsWith(MODEL_FUNCTIONS);
  }

  /** Whether an instruction may go back to one before it. */
  static boolean jumpsBack(MethodNode method, AbstractInsnNode node) {
    int here = method.instructions.indexOf(node);
    return targets(node).stream().anyMatch(label -> method.instructions.indexOf(label) <= here);
  }

  private static List<LabelNode> targets(AbstractInsnNode node) {
    List<LabelNode> targets = new ArrayList<>();
    if (node instanceof JumpInsnNode jump) {
      targets.add(jump.label);
    } else if (node instanceof TableSwitchInsnNode table) {
      targets.addAll(table.labels);
      targets.add(table.dflt);
    } else if (node instanceof LookupSwitchInsnNode lookup) {
      targets.addAll(lookup.labels);
      targets.add(lookup.dflt);
    }
    return targets;
  }
}
