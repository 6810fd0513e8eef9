package io.tocsin.engine.sandbox;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Checks each instruction of one method that could reach something outside of it. */
final class MethodScan extends MethodVisitor {
  /** The compiler fills such a table when a switch over an enum first runs. */
  static final String SWITCH_TABLE = "$SWITCH_TABLE$";

  private static final Set<String> BOOTSTRAPS =
      Set.of(
          "java/lang/invoke/LambdaMetafactory.metafactory",
          "java/lang/invoke/LambdaMetafactory.altMetafactory",
          "java/lang/invoke/StringConcatFactory.makeConcat",
          "java/lang/invoke/StringConcatFactory.makeConcatWithConstants");
  private static final String REFLECTION = "rules have no reflection";

  /** Takes what is not allowed. */
  @FunctionalInterface
  interface Refuser {
    void refuse(String member, String reason);
  }

  private final String method;
  private final Set<String> own;
  private final AllowList list;
  private final boolean frame;
  private final Refuser refuser;

  /**
   * @param own the pack's own classes, with slashes
   * @param frame whether the method is the compiler's, which may name classes as values
   */
  MethodScan(String method, Set<String> own, AllowList list, boolean frame, Refuser refuser) {
    super(Opcodes.ASM9);
    this.method = method;
    this.own = own;
    this.list = list;
    this.frame = frame;
    this.refuser = refuser;
  }

  @Override
  public void visitMethodInsn(
      int opcode, String owner, String name, String descriptor, boolean isInterface) {
    use(owner, name, descriptor);
  }

  @Override
  public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
    if (opcode == Opcodes.PUTSTATIC) {
      boolean initialiser = method.equals("<clinit>") || name.startsWith(SWITCH_TABLE);
      if (!own.contains(owner) || !initialiser) {
        refuser.refuse(
            dotted(owner) + "." + name, "rules keep no state of their own between events");
      }
    } else if (opcode == Opcodes.PUTFIELD && !own.contains(owner)) {
      refuser.refuse(dotted(owner) + "." + name, "it changes an object that is not the pack's");
    } else {
      use(owner, name, descriptor);
    }
  }

  private void use(String owner, String name, String descriptor) {
    if (owner.startsWith("[")) {
      if (!name.equals("clone")) {
        refuser.refuse("array." + name, Reasons.of("java.lang.Object", name));
      }
      return;
    }
    boolean inherited = own.contains(owner) && isOfObject(name, descriptor);
    if (own.contains(owner) && !inherited) {
      return;
    }
    String shown = name.equals("<init>") ? "new" : name;
    String of = inherited ? "java.lang.Object" : dotted(owner);
    if (!list.allows(of, shown)) {
      refuser.refuse(of + "." + shown, Reasons.of(of, shown));
    }
  }

  /** Members that every class has, so that the class that bytecode names says nothing. */
  private static boolean isOfObject(String name, String descriptor) {
    return (name.equals("getClass") && descriptor.equals("()Ljava/lang/Class;"))
        || (name.equals("hashCode") && descriptor.equals("()I"))
        || name.equals("wait")
        || ((name.equals("notify") || name.equals("notifyAll")) && descriptor.equals("()V"))
        || (name.equals("finalize") && descriptor.equals("()V"));
  }

  @Override
  public void visitTypeInsn(int opcode, String type) {
    if (opcode == Opcodes.NEW && type.equals("java/lang/Object")) {
      refuser.refuse(
          "new Object", "it tells objects apart by their identity, which differs from run to run");
    }
  }

  @Override
  public void visitInsn(int opcode) {
    if (opcode == Opcodes.MONITORENTER) {
      refuser.refuse("synchronized", "rules have no threads and no locks");
    }
  }

  @Override
  public void visitTryCatchBlock(Label start, Label end, Label handler, @Nullable String type) {
    boolean error =
        type != null
            && (type.equals("java/lang/Throwable") || type.endsWith("Error"))
            && !type.equals("java/lang/NoSuchFieldError");
    if (error) {
      refuser.refuse(
          "catch " + dotted(String.valueOf(type)), "it would hide a fault of the engine from it");
    }
  }

  @Override
  public void visitLdcInsn(Object value) {
    constant(value);
  }

  private void constant(Object value) {
    if (value instanceof ConstantDynamic) {
      refuser.refuse("a dynamic constant", REFLECTION);
    } else if (value instanceof Handle handle) {
      refuser.refuse(dotted(handle.getOwner()) + "::" + handle.getName(), REFLECTION);
    } else if (value instanceof Type type) {
      boolean ownClass = type.getSort() == Type.OBJECT && own.contains(type.getInternalName());
      if (type.getSort() == Type.METHOD || (!frame && !ownClass)) {
        refuser.refuse(type.getClassName() + ".class", REFLECTION);
      }
    }
  }

  @Override
  public void visitInvokeDynamicInsn(
      String name, String descriptor, Handle bootstrap, Object... arguments) {
    String maker = bootstrap.getOwner() + "." + bootstrap.getName();
    if (!BOOTSTRAPS.contains(maker)) {
      refuser.refuse(dotted(bootstrap.getOwner()) + "." + bootstrap.getName(), REFLECTION);
      return;
    }
    for (Object argument : arguments) {
      if (argument instanceof Handle handle) {
        use(handle.getOwner(), handle.getName(), handle.getDesc());
      } else if (argument instanceof ConstantDynamic) {
        constant(argument);
      }
    }
  }

  private static String dotted(String internalName) {
    return internalName.replace('/', '.');
  }
}
