package io.tocsin.engine.sandbox;

import io.tocsin.engine.sandbox.Prices.Receiver;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Puts what a library call costs before it: its arguments go to local variables, are paid for, and
 * come back.
 */
final class CallPrice {
  private static final String CHARGE = Type.getInternalName(Charge.class);
  private static final String TEXTS = Type.getInternalName(Texts.class);
  private static final String OF_BUDGET = "L" + MethodChange.BUDGET + ";";
  private static final String OBJECT = "Ljava/lang/Object;";
  private static final String STRING = "java/lang/String";

  /** An argument in its local variable. */
  private record Argument(Type type, int local) {
    boolean isObject() {
      return type.getSort() == Type.OBJECT || type.getSort() == Type.ARRAY;
    }

    boolean isNumber() {
      return type.getSort() == Type.INT;
    }
  }

  private final InsnList instructions;
  private final Free free;
  private final int budget;
  private InsnList code = new InsnList();

  /**
   * @param budget the local variable that holds the budget; those from two behind it are unused
   */
  CallPrice(InsnList instructions, Free free, int budget) {
    this.instructions = instructions;
    this.free = free;
    this.budget = budget;
  }

  static MethodInsnNode charge(String name, String descriptor) {
    return new MethodInsnNode(Opcodes.INVOKESTATIC, CHARGE, name, descriptor, false);
  }

  void pay(MethodInsnNode call) {
    if (free.isOwn(call.owner) || Prices.isPlain(call.owner, call.name, call.desc)) {
      return;
    }
    String instead = Prices.instead(call.owner, call.name, call.desc);
    if (instead != null) {
      boolean statically = call.getOpcode() == Opcodes.INVOKESTATIC;
      String descriptor = statically ? call.desc : "(L" + call.owner + ";" + call.desc.substring(1);
      instructions.set(
          call, new MethodInsnNode(Opcodes.INVOKESTATIC, TEXTS, instead, descriptor, false));
      return;
    }
    boolean made = call.name.equals("<init>");
    boolean hasReceiver = call.getOpcode() != Opcodes.INVOKESTATIC && !made;
    code = new InsnList();
    List<Type> types = new ArrayList<>();
    if (hasReceiver) {
      types.add(Type.getObjectType(call.owner));
    }
    types.addAll(List.of(Type.getArgumentTypes(call.desc)));
    List<Argument> all = store(types);
    Argument receiver = hasReceiver ? all.get(0) : null;
    List<Argument> arguments = hasReceiver ? all.subList(1, all.size()) : all;
    code.add(new VarInsnNode(Opcodes.ALOAD, budget));
    code.add(new MethodInsnNode(Opcodes.INVOKEVIRTUAL, MethodChange.BUDGET, "step", "()V", false));
    before(call, receiver, arguments);
    all.forEach(this::load);
    instructions.insertBefore(call, code);
    code = new InsnList();
    after(call, made);
    instructions.insert(call, code);
  }

  /** A text that is put together, or a function that is made. */
  void pay(InvokeDynamicInsnNode dynamic) {
    code = new InsnList();
    boolean text = dynamic.bsm.getOwner().equals("java/lang/invoke/StringConcatFactory");
    if (text) {
      List<Argument> all = store(List.of(Type.getArgumentTypes(dynamic.desc)));
      all.stream().filter(Argument::isObject).forEach(value -> on("append", value));
      all.forEach(this::load);
      instructions.insertBefore(dynamic, code);
      code = new InsnList();
    }
    made();
    instructions.insert(dynamic, code);
  }

  private List<Argument> store(List<Type> types) {
    List<Argument> arguments = new ArrayList<>();
    int local = budget + 2;
    for (Type type : types) {
      arguments.add(new Argument(type, local));
      local += type.getSize();
    }
    for (int i = arguments.size() - 1; i >= 0; i--) {
      Argument argument = arguments.get(i);
      code.add(new VarInsnNode(argument.type().getOpcode(Opcodes.ISTORE), argument.local()));
    }
    return arguments;
  }

  private void load(Argument argument) {
    code.add(new VarInsnNode(argument.type().getOpcode(Opcodes.ILOAD), argument.local()));
  }

  private void on(String name, Argument... arguments) {
    StringBuilder descriptor = new StringBuilder("(");
    for (Argument argument : arguments) {
      load(argument);
      descriptor.append(argument.isObject() ? OBJECT : argument.type().getDescriptor());
    }
    call(name, descriptor.append(OF_BUDGET).append(")V").toString());
  }

  private void call(String name, String descriptor) {
    code.add(new VarInsnNode(Opcodes.ALOAD, budget));
    code.add(charge(name, descriptor));
  }

  private void before(MethodInsnNode call, @Nullable Argument receiver, List<Argument> arguments) {
    if (Prices.isNumber(call.owner)) {
      numbers(call, receiver, arguments);
      return;
    }
    Argument first = arguments.stream().filter(Argument::isObject).findFirst().orElse(null);
    if (receiver != null) {
      receiver(Prices.receiver(call.owner, call.name, call.desc), receiver, first);
    }
    boolean appends =
        call.owner.equals("java/lang/StringBuilder") || call.owner.equals("java/util/StringJoiner");
    for (Argument argument : arguments) {
      if (argument.isObject()) {
        on(appends ? "append" : "weigh", argument);
        if (call.name.equals("<init>")) {
          on("made", argument);
        }
      } else if (argument.isNumber() && Prices.takesRoom(call.owner, call.name)) {
        on("room", argument);
      } else if (argument.isNumber() && call.owner.equals("java/util/BitSet")) {
        on("bit", argument);
      }
    }
    if (appends && first == null) {
      code.add(new InsnNode(Opcodes.ACONST_NULL));
      call("append", "(" + OBJECT + OF_BUDGET + ")V");
    }
    if (Prices.grows(call.owner, call.name)) {
      grow(arguments);
    }
    texts(call, receiver, arguments);
  }

  private void receiver(Receiver price, Argument receiver, @Nullable Argument key) {
    String name = price.name().toLowerCase(Locale.ROOT);
    switch (price) {
      case NOTHING -> {
        // Because it takes a short time whatever the receiver holds.
      }
      case WEIGH, INDEX, SHIFT, SIZE -> on(name, receiver);
      case LOOKUP, HASHED, PRODUCT -> {
        load(receiver);
        if (key == null) {
          code.add(new InsnNode(Opcodes.ACONST_NULL));
        } else {
          load(key);
        }
        call(name, "(" + OBJECT + OBJECT + OF_BUDGET + ")V");
      }
    }
  }

  private void grow(List<Argument> arguments) {
    Argument last = null;
    for (Argument argument : arguments) {
      last = argument.isObject() ? argument : last;
    }
    if (last == null) {
      code.add(new InsnNode(Opcodes.ACONST_NULL));
      call("grow", "(" + OBJECT + OF_BUDGET + ")V");
    } else {
      on("grow", last);
    }
  }

  /** Texts that may become much longer than what they are made of. */
  private void texts(MethodInsnNode call, @Nullable Argument receiver, List<Argument> arguments) {
    if (!call.owner.equals(STRING)) {
      return;
    }
    boolean sequences = call.desc.startsWith("(Ljava/lang/CharSequence;");
    if (receiver != null && (call.name.equals("repeat") || call.name.equals("indent"))) {
      load(receiver);
      load(arguments.get(0));
      call("repeat", "(Ljava/lang/String;I" + OF_BUDGET + ")V");
    } else if (receiver != null && call.name.equals("replace") && sequences) {
      load(receiver);
      arguments.forEach(this::load);
      call(
          "replace",
          "(Ljava/lang/String;Ljava/lang/CharSequence;Ljava/lang/CharSequence;" + OF_BUDGET + ")V");
    } else if (call.name.equals("join")) {
      arguments.forEach(this::load);
      call("join", "(Ljava/lang/CharSequence;" + OBJECT + OF_BUDGET + ")V");
    } else if (call.name.equals("format") || call.name.equals("formatted")) {
      List<Argument> last = arguments.subList(Math.max(0, arguments.size() - 2), arguments.size());
      if (receiver != null) {
        load(receiver);
        load(arguments.get(0));
      } else {
        last.forEach(this::load);
      }
      call("format", "(Ljava/lang/String;[Ljava/lang/Object;" + OF_BUDGET + ")V");
    }
  }

  private void numbers(MethodInsnNode call, @Nullable Argument receiver, List<Argument> arguments) {
    List<Argument> objects = arguments.stream().filter(Argument::isObject).toList();
    if (call.name.equals("<init>")) {
      objects.forEach(digits -> on("parse", digits));
    }
    if (receiver != null && call.name.equals("modPow")) {
      on("modPow", receiver, arguments.get(0), arguments.get(1));
    } else if (receiver != null && call.name.equals("pow")) {
      on("power", receiver, arguments.get(0));
    }
    List<Argument> operands = new ArrayList<>();
    if (receiver != null) {
      operands.add(receiver);
    }
    operands.addAll(objects);
    for (int i = 0; i < 3; i++) {
      if (i < operands.size()) {
        load(operands.get(i));
      } else {
        code.add(new InsnNode(Opcodes.ACONST_NULL));
      }
    }
    Argument digits =
        arguments.stream().filter(Argument::isNumber).reduce((a, b) -> b).orElse(null);
    if (digits == null) {
      code.add(new LdcInsnNode(0));
    } else {
      load(digits);
    }
    call("calculate", "(" + OBJECT + OBJECT + OBJECT + "I" + OF_BUDGET + ")V");
  }

  private void after(MethodInsnNode call, boolean constructor) {
    Type result = Type.getReturnType(call.desc);
    boolean statically = call.getOpcode() == Opcodes.INVOKESTATIC;
    if (Prices.layers(call.owner, call.name, call.desc)) {
      code.add(new VarInsnNode(Opcodes.ALOAD, budget));
      code.add(
          new MethodInsnNode(Opcodes.INVOKEVIRTUAL, MethodChange.BUDGET, "layer", "()V", false));
    }
    if (Prices.isSource(call.owner, statically, call.desc)) {
      call("counted", "(" + result.getDescriptor() + OF_BUDGET + ")" + result.getDescriptor());
    } else if (!constructor && makes(result)) {
      made();
    }
  }

  private static boolean makes(Type result) {
    return result.getSort() == Type.ARRAY
        || (result.getSort() == Type.OBJECT
            && !result.getInternalName().equals("java/lang/StringBuilder"));
  }

  private void made() {
    code.add(new InsnNode(Opcodes.DUP));
    call("made", "(" + OBJECT + OF_BUDGET + ")V");
  }
}
