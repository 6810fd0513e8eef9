package io.tocsin.engine.analysis;

import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.FieldKind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The variables that a place in a rule can see, with what is known of their types. */
final class Scope {
  /**
   * A variable.
   *
   * @param type the declared type, where it stands for a whole event or fact
   * @param kind the kind of value, where it stands for a field
   */
  record Variable(@Nullable EventType type, @Nullable FieldKind kind) {
    static final Variable UNKNOWN = new Variable(null, null);
  }

  private final @Nullable Scope outer;
  private final Map<String, Variable> variables = new LinkedHashMap<>();

  private final boolean shadows;

  private Scope(@Nullable Scope outer, boolean shadows) {
    this.outer = outer;
    this.shadows = shadows;
  }

  /** The scope of a rule, which knows the two globals. */
  static Scope ofRule() {
    Scope scope = new Scope(null, false);
    scope.bind("alerts", Variable.UNKNOWN);
    scope.bind("out", Variable.UNKNOWN);
    return scope;
  }

  /** A scope inside of this one; what it binds is not seen here. */
  Scope inner() {
    return new Scope(this, false);
  }

  void bind(String name, Variable variable) {
    variables.put(name, variable);
  }

  @Nullable Variable find(String name) {
    Variable variable = variables.get(name);
    return variable != null || outer == null ? variable : outer.find(name);
  }

  /** A scope inside of this one that may bind a name of this one again, with another value. */
  Scope shadowing() {
    return new Scope(this, true);
  }

  /** Whether a name cannot be bound here, because it is. */
  boolean isTaken(String name) {
    return variables.containsKey(name) || (outer != null && !shadows && outer.isTaken(name));
  }

  /** Takes over what an alternative has bound. */
  void adopt(Scope branch) {
    variables.putAll(branch.variables);
  }

  /** All names that can be seen from here. */
  Set<String> names() {
    Map<String, Variable> all = new LinkedHashMap<>(variables);
    if (outer != null) {
      outer.names().forEach(name -> all.putIfAbsent(name, Variable.UNKNOWN));
    }
    return all.keySet();
  }
}
