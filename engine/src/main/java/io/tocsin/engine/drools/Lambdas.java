package io.tocsin.engine.drools;

import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.Field;
import io.tocsin.engine.plan.Comparison;
import io.tocsin.engine.plan.Operand;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.drools.model.functions.IntrospectableLambda;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Reads what the compiler made of small expressions back from their bytecode: a field of an event,
 * and comparisons of fields, variables and constants. So the operators can do the same without
 * calling the pack's code. What has any other shape (a jump, a call of anything else) is not read.
 */
final class Lambdas {
  /** Reads nothing. */
  static final Lambdas NONE = new Lambdas(Map.of(), Map.of());

  private static final String EVALUATION = "org/drools/modelcompiler/util/EvaluationUtil";
  private static final Map<String, Comparison.Operator> ORDERS =
      Map.of(
          "lessThanNumbers", Comparison.Operator.LESS,
          "lessOrEqualNumbers", Comparison.Operator.AT_MOST,
          "greaterThanNumbers", Comparison.Operator.GREATER,
          "greaterOrEqualNumbers", Comparison.Operator.AT_LEAST);
  private static final String WHOLE_NUMBERS = "(Ljava/lang/Long;Ljava/lang/Long;)Z";
  private static final String NUMBERS = "(Ljava/lang/Number;Ljava/lang/Number;)Z";
  private static final List<String> EQUALITIES =
      List.of(
          "areNullSafeEquals(Ljava/lang/Object;Ljava/lang/Object;)Z",
          "areNumbersNullSafeEquals" + NUMBERS);

  private final Map<String, ClassNode> byName = new HashMap<>();

  private final Map<String, EventType> types = new HashMap<>();

  /** Something of the expression: an operand, or what is compared. */
  private record Term(@Nullable Operand operand, @Nullable Comparison comparison) {
    static Term of(Operand operand) {
      return new Term(operand, null);
    }
  }

  /**
   * @param classes binary class name to bytes, as the compiler made them
   * @param types the declared types by their classes
   */
  Lambdas(Map<String, byte[]> classes, Map<Class<?>, EventType> types) {
    classes.forEach(
        (name, bytes) -> {
          if (name.substring(name.lastIndexOf('.') + 1).startsWith("Lambda")) {
            ClassNode node = new ClassNode();
            new ClassReader(bytes).accept(node, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
            byName.put(name, node);
          }
        });
    types.forEach((declared, type) -> this.types.put(Type.getInternalName(declared), type));
  }

  /**
   * What a function returns, where that is a field of an argument, an argument or a constant.
   *
   * @param slots those of the function's arguments
   */
  @Nullable Operand operand(@Nullable Object function, int[] slots) {
    Term returned = returned(function, "apply", slots);
    return returned == null ? null : returned.operand();
  }

  /**
   * What a predicate compares.
   *
   * @param slots those of the predicate's arguments
   */
  @Nullable Comparison comparison(@Nullable Object predicate, int[] slots) {
    Term returned = returned(predicate, "test", slots);
    return returned == null ? null : returned.comparison();
  }

  private @Nullable Term returned(@Nullable Object lambda, String name, int[] slots) {
    ClassNode node = compiled(lambda);
    if (node == null) {
      return null;
    }
    for (MethodNode method : node.methods) {
      if (method.name.equals(name) && (method.access & Opcodes.ACC_BRIDGE) == 0) {
        return new Reading(method, slots).result();
      }
    }
    return null;
  }

  private @Nullable ClassNode compiled(@Nullable Object lambda) {
    Object compiled = lambda instanceof IntrospectableLambda w ? w.getLambda() : lambda;
    return compiled == null ? null : byName.get(compiled.getClass().getName());
  }

  /** One method, followed from its first instruction to its return. */
  private final class Reading {
    private final MethodNode method;
    private final Map<Integer, Term> locals = new HashMap<>();
    private final Deque<Term> stack = new ArrayDeque<>();

    Reading(MethodNode method, int[] slots) {
      this.method = method;
      int local = 1;
      Type[] arguments = Type.getArgumentTypes(method.desc);
      for (int i = 0; i < arguments.length && i < slots.length; i++) {
        locals.put(local, Term.of(new Operand.Slot(slots[i])));
        local += arguments[i].getSize();
      }
    }

    @Nullable Term result() {
      List<AbstractInsnNode> code = new ArrayList<>();
      for (AbstractInsnNode each : method.instructions) {
        if (each.getOpcode() >= 0) {
          code.add(each);
        }
      }
      boolean negated = isNegation(code);
      List<AbstractInsnNode> read = negated ? code.subList(0, code.size() - 5) : code;
      for (AbstractInsnNode each : read) {
        boolean returns =
            each.getOpcode() == Opcodes.ARETURN || each.getOpcode() == Opcodes.IRETURN;
        if (returns) {
          return stack.size() == 1 ? stack.pop() : null;
        }
        if (!follow(each)) {
          return null;
        }
      }
      return negated && stack.size() == 1 ? not(stack.pop()) : null;
    }

    /** {@code return !x;} is a jump over one constant to the other. */
    private boolean isNegation(List<AbstractInsnNode> code) {
      int[] end = {Opcodes.IFEQ, Opcodes.ICONST_0, Opcodes.GOTO, Opcodes.ICONST_1, Opcodes.IRETURN};
      int from = code.size() - end.length;
      for (int i = 0; i < end.length; i++) {
        if (from < 0 || code.get(from + i).getOpcode() != end[i]) {
          return false;
        }
      }
      return true;
    }

    private @Nullable Term not(Term term) {
      Comparison compared = term.comparison();
      if (compared == null || compared.operator() != Comparison.Operator.EQUAL) {
        return null;
      }
      return new Term(
          null,
          new Comparison(compared.left(), Comparison.Operator.NOT_EQUAL, compared.right(), false));
    }

    private boolean follow(AbstractInsnNode each) {
      if (each instanceof VarInsnNode local) {
        return local(local);
      }
      if (each instanceof LdcInsnNode constant) {
        return push(constant.cst);
      }
      if (each instanceof IntInsnNode constant) {
        return each.getOpcode() != Opcodes.NEWARRAY && push(constant.operand);
      }
      if (each instanceof MethodInsnNode called) {
        return call(called);
      }
      if (each instanceof InsnNode) {
        return constant(each.getOpcode());
      }
      return each.getOpcode() == Opcodes.CHECKCAST;
    }

    private boolean local(VarInsnNode local) {
      if (local.getOpcode() >= Opcodes.ISTORE && local.getOpcode() <= Opcodes.ASTORE) {
        Term stored = stack.poll();
        if (stored != null) {
          locals.put(local.var, stored);
        }
        return stored != null;
      }
      Term loaded = locals.get(local.var);
      if (loaded != null) {
        stack.push(loaded);
      }
      return loaded != null;
    }

    private boolean push(Object constant) {
      boolean known = constant instanceof Number || constant instanceof String;
      if (known) {
        stack.push(Term.of(new Operand.Constant(constant)));
      }
      return known;
    }

    private boolean constant(int opcode) {
      if (opcode >= Opcodes.ICONST_M1 && opcode <= Opcodes.ICONST_5) {
        return push(opcode - Opcodes.ICONST_0);
      }
      if (opcode == Opcodes.LCONST_0 || opcode == Opcodes.LCONST_1) {
        return push((long) (opcode - Opcodes.LCONST_0));
      }
      if (opcode >= Opcodes.FCONST_0 && opcode <= Opcodes.FCONST_2) {
        return push((float) (opcode - Opcodes.FCONST_0));
      }
      return (opcode == Opcodes.DCONST_0 || opcode == Opcodes.DCONST_1)
          && push((double) (opcode - Opcodes.DCONST_0));
    }

    private boolean call(MethodInsnNode called) {
      if (called.getOpcode() == Opcodes.INVOKEVIRTUAL) {
        return field(called);
      }
      if (called.getOpcode() != Opcodes.INVOKESTATIC) {
        return false;
      }
      return isBoxing(called) ? boxed(called.owner) : compared(called);
    }

    private static boolean isBoxing(MethodInsnNode called) {
      return called.name.equals("valueOf")
          && called.owner.startsWith("java/lang/")
          && called.desc.length() == called.owner.length() + 5;
    }

    /** Because a constant of a boolean or a character is an int in bytecode. */
    private boolean boxed(String owner) {
      Term value = stack.peek();
      if (value == null || !(value.operand() instanceof Operand.Constant constant)) {
        return value != null;
      }
      if (owner.equals("java/lang/Boolean")) {
        stack.pop();
        stack.push(Term.of(new Operand.Constant(!constant.value().equals(0))));
        return true;
      }
      return !owner.equals("java/lang/Character") && !owner.equals("java/lang/Byte");
    }

    private boolean field(MethodInsnNode called) {
      EventType type = types.get(called.owner);
      Term object = stack.poll();
      if (type == null || object == null || !(object.operand() instanceof Operand.Slot slot)) {
        return false;
      }
      int field = getter(type, called.name);
      if (field >= 0) {
        stack.push(Term.of(new Operand.FieldOf(slot.slot(), field)));
      }
      return field >= 0;
    }

    private static int getter(EventType type, String method) {
      for (int i = 0; i < type.fields().size(); i++) {
        Field field = type.fields().get(i);
        String name = Character.toUpperCase(field.name().charAt(0)) + field.name().substring(1);
        if (method.equals("get" + name) || method.equals("is" + name)) {
          return i;
        }
      }
      return -1;
    }

    private boolean compared(MethodInsnNode called) {
      Term right = stack.poll();
      Term left = stack.poll();
      if (!called.owner.equals(EVALUATION)
          || left == null
          || right == null
          || left.operand() == null
          || right.operand() == null) {
        return false;
      }
      Comparison.Operator operator = ORDERS.get(called.name);
      boolean whole = called.desc.equals(WHOLE_NUMBERS);
      if (operator != null && !whole && !called.desc.equals(NUMBERS)) {
        return false;
      }
      if (operator == null && EQUALITIES.contains(called.name + called.desc)) {
        operator = Comparison.Operator.EQUAL;
      }
      if (operator == null) {
        return false;
      }
      stack.push(new Term(null, new Comparison(left.operand(), operator, right.operand(), whole)));
      return true;
    }
  }
}
