package io.tocsin.engine.event;

/** The kinds of value that a field of an event type can hold, each with its Java class. */
public enum FieldKind {
  STRING(String.class),
  BOOLEAN(Boolean.class),
  INT(Integer.class),
  LONG(Long.class),
  FLOAT(Float.class),
  DOUBLE(Double.class),
  DECIMAL(java.math.BigDecimal.class),
  /** A list of JSON values: String, Boolean, Long, Double, List, Map or null. */
  LIST(java.util.List.class),
  /** A JSON object with the same kinds of value; keys are strings, in the order of the record. */
  MAP(java.util.Map.class),
  /** Any JSON value. */
  ANY(Object.class);

  private final Class<?> javaType;

  FieldKind(Class<?> javaType) {
    this.javaType = javaType;
  }

  /** The boxed Java class of a value. */
  public Class<?> javaType() {
    return javaType;
  }

  /**
   * The kind that values of it have as a key: whole numbers are one kind, since equal ones have the
   * same key bytes whichever of both they are.
   */
  public FieldKind asKey() {
    return this == INT ? LONG : this;
  }

  /** Whether values that rules hold equal are the same key, without any doubt. */
  public boolean hasCertainEquality() {
    return switch (this) {
      case STRING, BOOLEAN, INT, LONG -> true;
      case FLOAT, DOUBLE, DECIMAL, LIST, MAP, ANY -> false;
    };
  }
}
