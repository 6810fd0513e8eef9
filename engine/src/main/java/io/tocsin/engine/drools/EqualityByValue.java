package io.tocsin.engine.drools;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Lets a class of a pack ask {@link ValueEquality} where it would ask Drools. */
final class EqualityByValue extends ClassVisitor {
  private static final String OURS = Type.getInternalName(ValueEquality.class);
  private static final String EQUALS = "org/drools/modelcompiler/util/EvaluationUtil";
  private static final String OPERATORS = "org/drools/modelcompiler/dsl/pattern/D";

  private static final String ORDER = "(Ljava/lang/Comparable;Ljava/lang/Comparable;)Z";
  private static final Set<String> BY_VALUE =
      Set.of(
          "areNullSafeEquals(Ljava/lang/Object;Ljava/lang/Object;)Z",
          "areNumbersNullSafeEquals(Ljava/lang/Number;Ljava/lang/Number;)Z",
          "greaterThanNumbers(Ljava/lang/Number;Ljava/lang/Number;)Z",
          "lessThanNumbers(Ljava/lang/Number;Ljava/lang/Number;)Z",
          "greaterOrEqualNumbers(Ljava/lang/Number;Ljava/lang/Number;)Z",
          "lessOrEqualNumbers(Ljava/lang/Number;Ljava/lang/Number;)Z",
          "toBigDecimal(Ljava/lang/Object;)Ljava/math/BigDecimal;",
          "equals" + ORDER,
          "notEquals" + ORDER,
          "greaterThan" + ORDER,
          "lessThan" + ORDER,
          "greaterOrEqual" + ORDER,
          "lessOrEqual" + ORDER);

  private EqualityByValue(ClassVisitor next) {
    super(Opcodes.ASM9, next);
  }

  static byte[] in(byte[] bytes) {
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(bytes).accept(new EqualityByValue(writer), 0);
    return writer.toByteArray();
  }

  @Override
  public @Nullable MethodVisitor visitMethod(
      int access,
      String method,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] exceptions) {
    return new MethodVisitor(
        Opcodes.ASM9, super.visitMethod(access, method, descriptor, signature, exceptions)) {
      @Override
      public void visitMethodInsn(
          int opcode, String owner, String name, String called, boolean isInterface) {
        boolean equals = owner.equals(EQUALS) && BY_VALUE.contains(name + called);
        boolean operator =
            owner.equals(OPERATORS)
                && name.equals("eval")
                && called.startsWith("(Lorg/drools/model/functions/Operator;");
        super.visitMethodInsn(opcode, equals || operator ? OURS : owner, name, called, isInterface);
      }
    };
  }
}
