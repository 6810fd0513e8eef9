package io.tocsin.engine.analysis;

import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.Field;
import io.tocsin.engine.event.FieldKind;
import io.tocsin.engine.pack.Diagnostic;
import io.tocsin.engine.pack.DiagnosticCode;
import io.tocsin.engine.pack.Durations;
import io.tocsin.engine.pack.Suggestion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.drools.drl.ast.descr.AnnotationDescr;
import org.drools.drl.ast.descr.TypeDeclarationDescr;
import org.drools.drl.ast.descr.TypeFieldDescr;
import org.jspecify.annotations.Nullable;

/** Reads one {@code declare} of a file. */
final class TypeReader {
  private static final List<String> METADATA = List.of("role", "timestamp", "duration", "expires");
  private static final Map<String, Field> KINDS = new HashMap<>();

  static {
    kind(FieldKind.STRING, false, "String", "java.lang.String");
    kind(FieldKind.BOOLEAN, true, "boolean");
    kind(FieldKind.BOOLEAN, false, "Boolean", "java.lang.Boolean");
    kind(FieldKind.INT, true, "int");
    kind(FieldKind.INT, false, "Integer", "java.lang.Integer");
    kind(FieldKind.LONG, true, "long");
    kind(FieldKind.LONG, false, "Long", "java.lang.Long");
    kind(FieldKind.FLOAT, true, "float");
    kind(FieldKind.FLOAT, false, "Float", "java.lang.Float");
    kind(FieldKind.DOUBLE, true, "double");
    kind(FieldKind.DOUBLE, false, "Double", "java.lang.Double");
    kind(FieldKind.DECIMAL, false, "BigDecimal", "java.math.BigDecimal");
    kind(FieldKind.LIST, false, "List", "java.util.List");
    kind(FieldKind.MAP, false, "Map", "java.util.Map");
    kind(FieldKind.ANY, false, "Object", "java.lang.Object");
  }

  private static void kind(FieldKind kind, boolean primitive, String... names) {
    for (String name : names) {
      KINDS.put(name, new Field(name, kind, primitive));
    }
  }

  private final SyntaxTree tree;
  private final TypeDeclarationDescr declare;
  private final List<Diagnostic> findings;
  private final String name;

  TypeReader(SyntaxTree tree, TypeDeclarationDescr declare, List<Diagnostic> findings) {
    this.tree = tree;
    this.declare = declare;
    this.findings = findings;
    this.name = declare.getTypeName();
  }

  EventType read() {
    List<Field> fields = fields();
    boolean event = isEvent();
    String timeField = fieldOf("timestamp", fields);
    String durationField = fieldOf("duration", fields);
    OptionalLong expires = expires();
    for (AnnotationDescr annotation : declare.getAnnotations()) {
      if (!METADATA.contains(annotation.getName())) {
        findings.add(
            metadata(annotation.getName())
                .warning(
                    DiagnosticCode.TYPE_METADATA,
                    "[@"
                        + annotation.getName()
                        + "] of ["
                        + name
                        + "] is not known and has no effect.",
                    Suggestion.didYouMean(annotation.getName(), METADATA)));
      } else if (annotation.isDuplicated()) {
        findings.add(
            metadata(annotation.getName())
                .error(
                    DiagnosticCode.TYPE_METADATA,
                    "[@" + annotation.getName() + "] of [" + name + "] stands here twice.",
                    null));
      }
    }
    return new EventType(name, event, fields, timeField, durationField, expires);
  }

  private List<Field> fields() {
    List<Field> fields = new ArrayList<>();
    for (TypeFieldDescr descr : declare.getFields().values()) {
      if (JavaWords.has(descr.getFieldName())) {
        findings.add(
            tree.at(
                    Math.max(
                        0,
                        tree.masked()
                            .lastIndexOf(descr.getFieldName(), descr.getStartCharacter() - 1)))
                .error(
                    DiagnosticCode.JAVA_WORD,
                    "The field ["
                        + descr.getFieldName()
                        + "] of ["
                        + name
                        + "] has a word of Java"
                        + " as its name.",
                    "Take another name, and [map] in pack.yaml to fill it."));
      }
      String written = descr.getPattern().getObjectType();
      Field kind = KINDS.get(written);
      if (kind == null) {
        findings.add(
            tree.at(descr)
                .error(
                    DiagnosticCode.FIELD_KIND,
                    "The field ["
                        + descr.getFieldName()
                        + "] of ["
                        + name
                        + "] cannot have the type ["
                        + written
                        + "].",
                    fieldHint(written)));
        continue;
      }
      if (descr.getInitExpr() != null) {
        findings.add(
            tree.at(descr)
                .error(
                    DiagnosticCode.FIELD_KIND,
                    "The field ["
                        + descr.getFieldName()
                        + "] of ["
                        + name
                        + "] has a default value, which is not supported.",
                    "A field that a record lacks is null; lacking a primitive field, the record is rejected."));
      }
      fields.add(new Field(descr.getFieldName(), kind.kind(), kind.primitive()));
    }
    return fields;
  }

  private static String fieldHint(String written) {
    int generic = written.indexOf('<');
    if (generic > 0 && KINDS.containsKey(written.substring(0, generic))) {
      return "Write ["
          + written.substring(0, generic)
          + "]: its elements are whatever the JSON has.";
    }
    String meant =
        Suggestion.didYouMean(
            written, KINDS.keySet().stream().filter(name -> !name.contains(".")).toList());
    return meant != null
        ? meant
        : "It may be String, boolean, int, long, float, double, their boxed forms, BigDecimal, List, Map or Object.";
  }

  private boolean isEvent() {
    String role = value("role");
    if (role == null || role.equals("fact")) {
      return false;
    }
    if (!role.equals("event")) {
      findings.add(
          metadata("role")
              .error(
                  DiagnosticCode.TYPE_METADATA,
                  "[@role] of [" + name + "] is [" + role + "]; it may be [event] or [fact].",
                  Suggestion.didYouMean(role, List.of("event", "fact"))));
    }
    return true;
  }

  /** The field that a piece of metadata names; it must be a long, because it holds milliseconds. */
  private @Nullable String fieldOf(String metadata, List<Field> fields) {
    String named = value(metadata);
    if (named == null) {
      return null;
    }
    List<String> names = fields.stream().map(Field::name).toList();
    if (!names.contains(named)) {
      if (!declare.getFields().containsKey(named)) {
        findings.add(
            metadata(metadata)
                .error(
                    DiagnosticCode.TYPE_METADATA,
                    "[@"
                        + metadata
                        + "] of ["
                        + name
                        + "] names the field ["
                        + named
                        + "], which it does not have.",
                    Suggestion.didYouMeanOr(named, names)));
      }
      return null;
    }
    if (fields.get(names.indexOf(named)).kind() != FieldKind.LONG) {
      findings.add(
          metadata(metadata)
              .error(
                  DiagnosticCode.TYPE_METADATA,
                  "[@"
                      + metadata
                      + "] of ["
                      + name
                      + "] names the field ["
                      + named
                      + "], which is no long.",
                  "Declare ["
                      + named
                      + " : long]: it holds milliseconds, also where the record has ISO-8601."));
    }
    return named;
  }

  private OptionalLong expires() {
    String written = value("expires");
    if (written == null) {
      return OptionalLong.empty();
    }
    Optional<Duration> duration = Durations.parseDrl(written);
    if (duration.isEmpty()) {
      findings.add(
          metadata("expires")
              .error(
                  DiagnosticCode.TYPE_METADATA,
                  "[@expires] of [" + name + "] is [" + written + "], which is no length of time.",
                  "Maybe [@expires(1h)]."));
      return OptionalLong.empty();
    }
    return OptionalLong.of(duration.get().toMillis());
  }

  private @Nullable String value(String metadata) {
    AnnotationDescr annotation = declare.getAnnotation(metadata);
    if (annotation == null) {
      return null;
    }
    Object value = annotation.getValue("value");
    String text = value == null ? "" : value.toString().strip();
    boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  /** Where a piece of metadata stands; the tree does not know it, so the text is searched. */
  private Pointer metadata(String metadata) {
    return tree.at(
        tree.annotation(metadata, declare.getStartCharacter(), declare.getEndCharacter()));
  }
}
