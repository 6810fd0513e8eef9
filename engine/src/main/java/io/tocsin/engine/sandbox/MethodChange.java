package io.tocsin.engine.sandbox;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.MultiANewArrayInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Makes one method count. Two local variables behind its own hold the budget and the stack that was
 * in use when it began; those behind them hold the arguments of a call while it is paid for.
 */
final class MethodChange {
  static final String BUDGET = Type.getInternalName(Budget.class);
  private static final int FRAME = 1_024;
  private static final int WORD = 8;
  private static final int LIBRARY_OBJECT = 128;

  private final ClassNode owner;
  private final MethodNode method;
  private final Free free;
  private final Map<String, Integer> objectSizes;
  private final int budget;
  private final int stack;

  MethodChange(ClassNode owner, MethodNode method, Free free, Map<String, Integer> objectSizes) {
    this.owner = owner;
    this.method = method;
    this.free = free;
    this.objectSizes = objectSizes;
    this.budget = method.maxLocals;
    this.stack = method.maxLocals + 1;
  }

  void apply() {
    checkHandlers();
    Set<AbstractInsnNode> back = new HashSet<>();
    for (AbstractInsnNode node : method.instructions) {
      if (Free.jumpsBack(method, node)) {
        back.add(node);
      }
    }
    CallPrice calls = new CallPrice(method.instructions, free, budget);
    for (AbstractInsnNode node : method.instructions.toArray()) {
      if (node instanceof FrameNode frame) {
        extend(frame);
      } else if (back.contains(node)) {
        method.instructions.insertBefore(node, step());
      } else if (node instanceof MethodInsnNode call) {
        calls.pay(call);
      } else if (node instanceof InvokeDynamicInsnNode dynamic) {
        calls.pay(dynamic);
      } else {
        other(node);
      }
    }
    catches();
    method.instructions.insert(beginning());
  }

  private InsnList step() {
    InsnList code = new InsnList();
    code.add(new VarInsnNode(Opcodes.ALOAD, budget));
    code.add(call("step", "()V"));
    return code;
  }

  private static MethodInsnNode call(String name, String descriptor) {
    return new MethodInsnNode(Opcodes.INVOKEVIRTUAL, BUDGET, name, descriptor, false);
  }

  private InsnList beginning() {
    int size = FRAME + WORD * (method.maxLocals + method.maxStack);
    InsnList code = new InsnList();
    code.add(new LdcInsnNode(size));
    code.add(
        new MethodInsnNode(Opcodes.INVOKESTATIC, BUDGET, "enter", "(I)L" + BUDGET + ";", false));
    code.add(new InsnNode(Opcodes.DUP));
    code.add(new VarInsnNode(Opcodes.ASTORE, budget));
    code.add(call("stack", "()I"));
    code.add(new VarInsnNode(Opcodes.ISTORE, stack));
    return code;
  }

  private void ending(AbstractInsnNode node) {
    int size = FRAME + WORD * (method.maxLocals + method.maxStack);
    InsnList code = new InsnList();
    code.add(new VarInsnNode(Opcodes.ALOAD, budget));
    code.add(new VarInsnNode(Opcodes.ILOAD, stack));
    code.add(new LdcInsnNode(size));
    code.add(new InsnNode(Opcodes.ISUB));
    code.add(call("stack", "(I)V"));
    method.instructions.insertBefore(node, code);
  }

  private void other(AbstractInsnNode node) {
    switch (node.getOpcode()) {
      case Opcodes.IRETURN,
          Opcodes.LRETURN,
          Opcodes.FRETURN,
          Opcodes.DRETURN,
          Opcodes.ARETURN,
          Opcodes.RETURN ->
          ending(node);
      case Opcodes.NEW -> object(((TypeInsnNode) node).desc, node);
      case Opcodes.NEWARRAY -> array(elementSize(((IntInsnNode) node).operand), node);
      case Opcodes.ANEWARRAY -> array(WORD, node);
      case Opcodes.MULTIANEWARRAY -> arrays((MultiANewArrayInsnNode) node);
      default -> {
        // What is left neither loops nor allocates.
      }
    }
  }

  private void object(String type, AbstractInsnNode node) {
    InsnList code = new InsnList();
    code.add(new VarInsnNode(Opcodes.ALOAD, budget));
    code.add(new LdcInsnNode((long) objectSizes.getOrDefault(type, LIBRARY_OBJECT)));
    code.add(call("bytes", "(J)V"));
    method.instructions.insertBefore(node, code);
  }

  private static int elementSize(int kind) {
    return switch (kind) {
      case Opcodes.T_LONG, Opcodes.T_DOUBLE -> 8;
      case Opcodes.T_INT, Opcodes.T_FLOAT -> 4;
      case Opcodes.T_CHAR, Opcodes.T_SHORT -> 2;
      default -> 1;
    };
  }

  private void array(int elementSize, AbstractInsnNode node) {
    InsnList code = new InsnList();
    code.add(new InsnNode(Opcodes.DUP));
    code.add(new LdcInsnNode(elementSize));
    code.add(new VarInsnNode(Opcodes.ALOAD, budget));
    code.add(CallPrice.charge("array", "(IIL" + BUDGET + ";)V"));
    method.instructions.insertBefore(node, code);
  }

  private void arrays(MultiANewArrayInsnNode node) {
    InsnList code = new InsnList();
    int first = stack + 1;
    for (int i = node.dims - 1; i >= 0; i--) {
      code.add(new VarInsnNode(Opcodes.ISTORE, first + i));
    }
    code.add(new InsnNode(Opcodes.LCONST_1));
    for (int i = 0; i < node.dims; i++) {
      code.add(new VarInsnNode(Opcodes.ILOAD, first + i));
      code.add(CallPrice.charge("times", "(JI)J"));
    }
    code.add(new VarInsnNode(Opcodes.ALOAD, budget));
    code.add(CallPrice.charge("arrays", "(JL" + BUDGET + ";)V"));
    for (int i = 0; i < node.dims; i++) {
      code.add(new VarInsnNode(Opcodes.ILOAD, first + i));
    }
    method.instructions.insertBefore(node, code);
  }

  /** Lets pass what stops the rule, at the beginning of each handler. */
  private void catches() {
    Set<LabelNode> handlers = new HashSet<>();
    method.tryCatchBlocks.forEach(block -> handlers.add(block.handler));
    for (LabelNode handler : handlers) {
      AbstractInsnNode first = handler;
      while (first.getNext() != null && first.getNext().getOpcode() < 0) {
        first = first.getNext();
      }
      InsnList code = new InsnList();
      code.add(new InsnNode(Opcodes.DUP));
      code.add(new VarInsnNode(Opcodes.ALOAD, budget));
      code.add(new VarInsnNode(Opcodes.ILOAD, stack));
      code.add(
          new MethodInsnNode(
              Opcodes.INVOKESTATIC,
              BUDGET,
              "caught",
              "(Ljava/lang/Throwable;L" + BUDGET + ";I)V",
              false));
      method.instructions.insert(first, code);
    }
  }

  /**
   * Refuses handlers that stand before what they handle, because an exception would then be a loop
   * that nothing counts. No compiler of Java writes such.
   */
  private void checkHandlers() {
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      if (method.instructions.indexOf(block.handler) < method.instructions.indexOf(block.end)) {
        throw new IllegalArgumentException(
            "A handler of [%s.%s] stands before what it handles."
                .formatted(owner.name, method.name));
      }
    }
  }

  /** Gives a frame the two further variables, behind unused ones where it has fewer. */
  private void extend(FrameNode frame) {
    List<Object> locals = new ArrayList<>(frame.local);
    int used = 0;
    for (Object local : locals) {
      used += local == Opcodes.LONG || local == Opcodes.DOUBLE ? 2 : 1;
    }
    for (; used < budget; used++) {
      locals.add(Opcodes.TOP);
    }
    locals.add(BUDGET);
    locals.add(Opcodes.INTEGER);
    frame.local = locals;
  }
}
