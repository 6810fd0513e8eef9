package io.tocsin.engine.drools;

import io.tocsin.engine.event.Event;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.Field;
import io.tocsin.engine.plan.Fact;
import io.tocsin.engine.plan.FactFactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes objects of the classes that Drools generates for the declared types, with their all-fields
 * constructor.
 */
final class DeclaredObjects implements FactFactory {
  private final Map<EventType, MethodHandle> constructors = new HashMap<>();
  private final Map<EventType, Integer> durations = new HashMap<>();

  /**
   * @param classes the generated class of each declared type
   * @throws ReflectiveOperationException where a class has no such constructor
   */
  DeclaredObjects(Map<Class<?>, EventType> classes) throws ReflectiveOperationException {
    for (Map.Entry<Class<?>, EventType> entry : classes.entrySet()) {
      Class<?> declared = entry.getKey();
      EventType type = entry.getValue();
      Class<?>[] parameters = new Class<?>[type.fields().size()];
      for (int i = 0; i < parameters.length; i++) {
        Field field = type.fields().get(i);
        parameters[i] = declared.getMethod(getter(field, declared)).getReturnType();
      }
      MethodHandle constructor =
          MethodHandles.publicLookup()
              .findConstructor(declared, MethodType.methodType(void.class, parameters));
      constructors.put(
          type,
          constructor
              .asType(constructor.type().generic())
              .asSpreader(Object[].class, parameters.length)
              .asType(MethodType.methodType(Object.class, Object[].class)));
      if (type.durationField() != null) {
        durations.put(type, type.indexOf(type.durationField()));
      }
    }
  }

  private static String getter(Field field, Class<?> declared) {
    String name = Character.toUpperCase(field.name().charAt(0)) + field.name().substring(1);
    for (String prefix : new String[] {"get", "is"}) {
      try {
        return declared.getMethod(prefix + name).getName();
      } catch (NoSuchMethodException e) {
        // Because Drools gives a boolean field an "is" getter, the other prefix is tried next.
      }
    }
    throw new IllegalStateException(
        "[" + declared.getName() + "] has no getter of [" + field.name() + "].");
  }

  @Override
  public Fact toFact(Event event) {
    MethodHandle constructor = constructors.get(event.type());
    if (constructor == null) {
      throw new IllegalArgumentException("The pack has no class for type [" + event.type() + "].");
    }
    try {
      Object object = (Object) constructor.invokeExact(event.values());
      return new Fact(event, object, duration(event));
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private long duration(Event event) {
    Integer field = durations.get(event.type());
    if (field == null) {
      return 0;
    }
    @Nullable Object value = event.value(field);
    return value instanceof Number number ? Math.max(0, number.longValue()) : 0;
  }
}
