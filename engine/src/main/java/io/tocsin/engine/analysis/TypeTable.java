package io.tocsin.engine.analysis;

import io.tocsin.engine.event.EventType;
import io.tocsin.engine.pack.Diagnostic;
import io.tocsin.engine.pack.DiagnosticCode;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.Pack;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.drools.drl.ast.descr.BaseDescr;
import org.drools.drl.ast.descr.TypeDeclarationDescr;
import org.jspecify.annotations.Nullable;

/**
 * The parsed files of a pack and the types that they declare, with all that is wrong with either.
 */
final class TypeTable {
  private final List<SyntaxTree> trees = new ArrayList<>();
  private final Map<String, EventType> types = new LinkedHashMap<>();
  private final Set<String> rows = new HashSet<>();
  private final Map<String, Pointer> declaredAt = new HashMap<>();
  private final boolean complete;

  private TypeTable(Pack pack, List<Diagnostic> findings) {
    pack.tables().forEach(table -> rows.add(table.type()));
    for (DrlFile file : pack.drl()) {
      SyntaxTree tree = SyntaxTree.parse(file, findings);
      if (tree != null) {
        trees.add(tree);
      }
    }
    complete = trees.size() == pack.drl().size();
    for (SyntaxTree tree : trees) {
      tree.root().getTypeDeclarations().stream()
          .sorted(Comparator.comparingInt(BaseDescr::getStartCharacter))
          .forEach(declare -> add(tree, declare, findings));
    }
  }

  /**
   * Parses the pack's files and reads their declarations; what is wrong is added to the findings.
   */
  static TypeTable of(Pack pack, List<Diagnostic> findings) {
    return new TypeTable(pack, findings);
  }

  private void add(SyntaxTree tree, TypeDeclarationDescr declare, List<Diagnostic> findings) {
    EventType type = new TypeReader(tree, declare, findings).read();
    Pointer pointer = tree.at(declare);
    Pointer first = declaredAt.putIfAbsent(type.name(), pointer);
    if (first == null) {
      types.put(type.name(), type);
      return;
    }
    findings.add(
        pointer.error(
            DiagnosticCode.DUPLICATE_TYPE,
            "The type [" + type.name() + "] is declared twice.",
            "The other one is in [" + first.file() + "], line [" + first.line() + "]."));
  }

  /** The files that parse, in the order of their names. */
  List<SyntaxTree> trees() {
    return trees;
  }

  /** Whether every file parses, so that no type is missing. */
  boolean isComplete() {
    return complete;
  }

  /** The declared types by name, in the order of their declaration. */
  Map<String, EventType> types() {
    return types;
  }

  @Nullable EventType type(String name) {
    return types.get(name);
  }

  /** Whether facts of a type are rows of a table. */
  boolean isRow(EventType type) {
    return rows.contains(type.name());
  }

  /** Where a type is declared. */
  Pointer declaredAt(EventType type) {
    return declaredAt.getOrDefault(type.name(), new Pointer("pack.yaml", 1, 1));
  }
}
