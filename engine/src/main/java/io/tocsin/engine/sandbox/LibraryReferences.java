package io.tocsin.engine.sandbox;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Makes methods of the pack of references to library methods. */
final class LibraryReferences {
  private static final String PREFIX = "tocsin$reference$";

  private final ClassNode owner;
  private final Free free;
  private final List<MethodNode> made = new ArrayList<>();

  LibraryReferences(ClassNode owner, Free free) {
    this.owner = owner;
    this.free = free;
  }

  /** The methods that were made; they are not in the class yet. */
  List<MethodNode> made() {
    return made;
  }

  void replace(MethodNode method) {
    for (AbstractInsnNode node : method.instructions) {
      if (node instanceof InvokeDynamicInsnNode dynamic
          && dynamic.bsm.getOwner().equals("java/lang/invoke/LambdaMetafactory")) {
        for (int i = 0; i < dynamic.bsmArgs.length; i++) {
          if (dynamic.bsmArgs[i] instanceof Handle handle && !free.isOwn(handle.getOwner())) {
            dynamic.bsmArgs[i] = bridge(handle);
          }
        }
      }
    }
  }

  private Handle bridge(Handle handle) {
    boolean constructor = handle.getTag() == Opcodes.H_NEWINVOKESPECIAL;
    boolean statically = handle.getTag() == Opcodes.H_INVOKESTATIC;
    Type target = Type.getObjectType(handle.getOwner());
    Type called = Type.getMethodType(handle.getDesc());
    List<Type> parameters = new ArrayList<>();
    if (!constructor && !statically) {
      parameters.add(target);
    }
    parameters.addAll(List.of(called.getArgumentTypes()));
    Type result = constructor ? target : called.getReturnType();
    String descriptor = Type.getMethodDescriptor(result, parameters.toArray(Type[]::new));
    boolean inInterface = (owner.access & Opcodes.ACC_INTERFACE) != 0;
    MethodNode method =
        new MethodNode(
            (inInterface ? Opcodes.ACC_PUBLIC : Opcodes.ACC_PRIVATE)
                | Opcodes.ACC_STATIC
                | Opcodes.ACC_SYNTHETIC,
            PREFIX + made.size(),
            descriptor,
            null,
            null);
    if (constructor) {
      method.instructions.add(new TypeInsnNode(Opcodes.NEW, handle.getOwner()));
      method.instructions.add(new InsnNode(Opcodes.DUP));
    }
    int local = 0;
    for (Type parameter : parameters) {
      method.instructions.add(new VarInsnNode(parameter.getOpcode(Opcodes.ILOAD), local));
      local += parameter.getSize();
    }
    method.instructions.add(
        new MethodInsnNode(
            opcode(handle.getTag()),
            handle.getOwner(),
            handle.getName(),
            handle.getDesc(),
            handle.isInterface()));
    method.instructions.add(new InsnNode(result.getOpcode(Opcodes.IRETURN)));
    method.maxLocals = local;
    method.maxStack = local + 2;
    made.add(method);
    return new Handle(Opcodes.H_INVOKESTATIC, owner.name, method.name, descriptor, inInterface);
  }

  private static int opcode(int tag) {
    return switch (tag) {
      case Opcodes.H_INVOKESTATIC -> Opcodes.INVOKESTATIC;
      case Opcodes.H_INVOKEINTERFACE -> Opcodes.INVOKEINTERFACE;
      case Opcodes.H_NEWINVOKESPECIAL -> Opcodes.INVOKESPECIAL;
      default -> Opcodes.INVOKEVIRTUAL;
    };
  }
}
