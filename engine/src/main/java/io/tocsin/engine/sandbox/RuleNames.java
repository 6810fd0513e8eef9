package io.tocsin.engine.sandbox;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Which rule a generated class or method belongs to. The compiler makes one method for each rule,
 * which names the rule and then uses the classes of its constraints and of its consequence.
 */
final class RuleNames {
  private final Map<String, String> ruleOfClass = new HashMap<>();
  private final Map<String, String> ruleOfMethod = new HashMap<>();

  private RuleNames() {}

  static RuleNames of(Map<String, byte[]> classes) {
    RuleNames names = new RuleNames();
    classes.forEach(
        (name, bytes) -> {
          if (Frame.isFrame(name)) {
            try {
              new ClassReader(bytes)
                  .accept(
                      names.new Methods(name), ClassReader.SKIP_FRAMES | ClassReader.SKIP_DEBUG);
            } catch (IllegalArgumentException | IndexOutOfBoundsException unreadable) {
              // The gate says so itself; here it only means that no rule is known.
              return;
            }
          }
        });
    return names;
  }

  /** The rule of a class, with dots in its name; null where it is not known. */
  @Nullable String ruleOf(String className) {
    int nested = className.indexOf('$');
    return ruleOfClass.get(nested < 0 ? className : className.substring(0, nested));
  }

  /** The rule of a method of the frame; null where it is not known. */
  @Nullable String ruleOf(String className, String method) {
    return ruleOfMethod.get(className + "." + method);
  }

  private final class Methods extends ClassVisitor {
    private final String className;

    Methods(String className) {
      super(Opcodes.ASM9);
      this.className = className;
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String method,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      return new MethodVisitor(Opcodes.ASM9) {
        private String lastText = "";
        private @Nullable String rule;

        @Override
        public void visitLdcInsn(Object value) {
          lastText = value instanceof String text ? text : lastText;
        }

        @Override
        public void visitMethodInsn(
            int opcode, String owner, String name, String methodDescriptor, boolean isInterface) {
          if (owner.equals(Frame.DSL) && name.equals("rule")) {
            rule = lastText;
            ruleOfMethod.put(className + "." + method, lastText);
          }
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String fieldDescriptor) {
          if (rule != null && opcode == Opcodes.GETSTATIC) {
            ruleOfClass.putIfAbsent(owner.replace('/', '.'), rule);
          }
        }

        @Override
        public void visitInvokeDynamicInsn(
            String name, String callDescriptor, Handle bootstrap, Object... arguments) {
          for (Object argument : arguments) {
            if (rule != null && argument instanceof Handle handle) {
              ruleOfMethod.putIfAbsent(
                  handle.getOwner().replace('/', '.') + "." + handle.getName(), rule);
            }
          }
        }
      };
    }
  }
}
