package io.tocsin.engine.drools;

import io.tocsin.engine.event.Event;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.Field;
import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.event.ValueCodec;
import io.tocsin.engine.plan.Fact;
import io.tocsin.engine.plan.FactFactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes objects of the classes that Drools generates for the declared types, with their all-fields
 * constructor.
 */
final class DeclaredObjects implements FactFactory {
  private static final MethodType GETTER = MethodType.methodType(Object.class, Object.class);

  /**
   * A constructor of at most so many fields counts no step of a budget, so that it does not matter
   * when it runs: in a restored session an object may be made later than it was.
   */
  private static final int UNCOUNTED = 16;

  private final Map<EventType, MethodHandle> constructors = new HashMap<>();
  private final Map<Class<?>, Reading> readings = new HashMap<>();
  private final Map<EventType, Integer> durations = new HashMap<>();

  /** How the values of an object are read: one getter for each field. */
  private record Reading(EventType type, List<MethodHandle> getters) {}

  /**
   * @param classes the generated class of each declared type
   * @throws ReflectiveOperationException where a class has no such constructor
   */
  DeclaredObjects(Map<Class<?>, EventType> classes) throws ReflectiveOperationException {
    for (Map.Entry<Class<?>, EventType> entry : classes.entrySet()) {
      Class<?> declared = entry.getKey();
      EventType type = entry.getValue();
      Class<?>[] parameters = new Class<?>[type.fields().size()];
      List<MethodHandle> getters = new ArrayList<>();
      for (int i = 0; i < parameters.length; i++) {
        Method getter = declared.getMethod(getter(type.fields().get(i), declared));
        parameters[i] = getter.getReturnType();
        getters.add(MethodHandles.publicLookup().unreflect(getter).asType(GETTER));
      }
      readings.put(declared, new Reading(type, getters));
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
    Fact fact = new Fact(event, duration(event), this);
    if (event.type().fields().size() > UNCOUNTED) {
      fact.object();
    }
    return fact;
  }

  @Override
  public Object toObject(Event event) {
    MethodHandle constructor = constructors.get(event.type());
    if (constructor == null) {
      throw new IllegalArgumentException("The pack has no class for type [" + event.type() + "].");
    }
    try {
      return (Object) constructor.invokeExact(event.values());
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Event toEvent(Object object, long time, SourcePosition position) {
    Reading reading = readings.get(object.getClass());
    if (reading == null) {
      throw new IllegalArgumentException(
          "The pack declares no type [" + object.getClass().getSimpleName() + "].");
    }
    EventType type = reading.type();
    @Nullable Object[] values = new Object[reading.getters().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = ValueCodec.detached(read(reading.getters().get(i), object));
    }
    int timeField = type.timeField() == null ? -1 : type.indexOf(type.timeField());
    if (timeField >= 0
        && (values[timeField] == null || Long.valueOf(0).equals(values[timeField]))) {
      values[timeField] = time;
    }
    return new Event(type, time, values, position);
  }

  private static @Nullable Object read(MethodHandle getter, Object object) {
    try {
      return (Object) getter.invokeExact(object);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private long duration(Event event) {
    if (event.type().durationField() == null) {
      return 0;
    }
    Integer field = durations.get(event.type());
    if (field == null) {
      return 0;
    }
    @Nullable Object value = event.value(field);
    return value instanceof Number number ? Math.max(0, number.longValue()) : 0;
  }
}
