package io.tocsin.engine.sandbox;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Checks one class: what it extends, its static state, and each of its methods. */
final class ClassScan extends ClassVisitor {
  private static final String PREDICATE_INFORMATION =
      "Lorg/drools/model/functions/PredicateInformation;";
  private static final Set<String> PARENTS = Set.of("java.lang.Object", "java.lang.Enum");
  private static final List<String> PARENT_PACKAGES =
      List.of("org.drools.model.functions.", "java.util.function.");
  private static final Set<String> INTERFACES =
      Set.of(
          "java.io.Serializable",
          "java.lang.Comparable",
          "java.lang.Iterable",
          "java.util.Comparator",
          "java.util.Iterator",
          "org.drools.base.factmodel.AccessibleFact",
          "org.drools.base.factmodel.GeneratedFact",
          "org.drools.model.DomainClassMetadata",
          "org.drools.model.Model",
          "org.drools.model.RulesSupplier");

  private final String className;
  private final Set<String> own;
  private final RuleNames rules;
  private final List<Refusal> refusals;
  private final boolean frame;
  private boolean declaredType;

  /**
   * @param className with dots
   * @param own the pack's own classes, with slashes
   */
  ClassScan(String className, Set<String> own, RuleNames rules, List<Refusal> refusals) {
    super(Opcodes.ASM9);
    this.className = className;
    this.own = own;
    this.rules = rules;
    this.refusals = refusals;
    this.frame = Frame.isFrame(className);
  }

  @Override
  public void visit(
      int version,
      int access,
      String name,
      @Nullable String signature,
      @Nullable String superName,
      String @Nullable [] interfaces) {
    if (!name.replace('/', '.').equals(className)) {
      refuse(name, "its name is not the one that it is loaded by");
    }
    if (superName != null) {
      parent(superName);
    }
    for (String parent : interfaces == null ? new String[0] : interfaces) {
      declaredType |= parent.equals("org/drools/base/factmodel/GeneratedFact");
      parent(parent);
    }
  }

  private void parent(String internalName) {
    String parent = internalName.replace('/', '.');
    boolean allowed =
        own.contains(internalName)
            || PARENTS.contains(parent)
            || INTERFACES.contains(parent)
            || PARENT_PACKAGES.stream().anyMatch(parent::startsWith);
    if (!allowed) {
      refuse(parent, Reasons.of(parent, ""));
    }
  }

  @Override
  public @Nullable FieldVisitor visitField(
      int access,
      String name,
      String descriptor,
      @Nullable String signature,
      @Nullable Object value) {
    boolean isStatic = (access & Opcodes.ACC_STATIC) != 0;
    if (isStatic && !frame && !isConstant(name, descriptor)) {
      refuse("static " + name, "rules keep no state of their own between events");
    }
    return null;
  }

  /** Values that cannot change, and the compiler's own tables. */
  private boolean isConstant(String name, String descriptor) {
    Type type = Type.getType(descriptor);
    Type element = type.getSort() == Type.ARRAY ? type.getElementType() : type;
    return (type.getSort() != Type.ARRAY && type.getSort() != Type.OBJECT)
        || descriptor.equals("Ljava/lang/String;")
        || descriptor.equals("Ljava/util/regex/Pattern;")
        || descriptor.equals(PREDICATE_INFORMATION)
        || name.startsWith(MethodScan.SWITCH_TABLE)
        || element.getClassName().equals(className);
  }

  @Override
  public MethodVisitor visitMethod(
      int access,
      String name,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] exceptions) {
    if ((access & Opcodes.ACC_NATIVE) != 0) {
      refuse("native " + name, "native code cannot be checked");
    }
    if ((access & Opcodes.ACC_SYNCHRONIZED) != 0) {
      refuse("synchronized " + name, "rules have no threads and no locks");
    }
    if (name.equals("finalize") && descriptor.equals("()V")) {
      refuse("finalize", "it runs at a time that nobody knows");
    }
    boolean inFrame = frame && !Frame.isAuthors(name);
    return new MethodScan(
        name,
        own,
        allowed(name, inFrame),
        inFrame,
        (member, reason) -> refuse(name, member, reason));
  }

  private AllowList allowed(String method, boolean inFrame) {
    if (inFrame || declaredType) {
      return AllowList.FRAME;
    }
    return Frame.namesRules(className, method) ? AllowList.CONSTRAINT : AllowList.AUTHOR;
  }

  private void refuse(String member, String reason) {
    refuse("", member, reason);
  }

  private void refuse(String method, String member, String reason) {
    String rule = rules.ruleOf(className);
    refusals.add(
        new Refusal(
            rule != null ? rule : rules.ruleOf(className, method), className, member, reason));
  }
}
