package io.tocsin.engine.drools;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Rows of rules from a file beside the tests, and the types that these rules are about. */
final class RuleTable {
  static final String TYPES =
      """
      package t
      import java.util.List
      import java.util.Map
      import java.math.BigDecimal
      declare P @role(event) @timestamp(at)
        card : String
        a : double
        b : double
        i : int
        l : long
        ok : boolean
        dec : BigDecimal
        tags : List
        map : Map
        any : Object
        bd : Double
        bi : Integer
        at : long
      end
      declare O @role(event) @timestamp(at)
        id : String
        v : int
        at : long
      end
      declare C
        id : String
        vip : boolean
      end
      """;

  static final String YAML =
      """
      name: t
      version: 1
      sources:
        - {topic: p, type: P, time: at}
        - {topic: o, type: O, time: at}
      tables: [{topic: c, type: C, key: id}]
      """;

  private RuleTable() {}

  /** The cells of each row; the sign ¦ stands between them. */
  static List<List<String>> rows(String file) {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(RuleTable.class.getResourceAsStream(file)),
                StandardCharsets.UTF_8))) {
      return reader
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> Arrays.stream(line.split("¦", -1)).map(RuleTable::cell).toList())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String cell(String written) {
    return written
        .replaceAll("^ | $", "")
        .replace("\\\\", "\0")
        .replace("\\n", "\n")
        .replace("\\t", "\t")
        .replace("\\r", "\r")
        .replace("\0", "\\");
  }

  /** A whole file of what may be the inside of one rule. */
  static String drl(String text) {
    boolean whole =
        text.matches("(?s)§?(rule|import|declare|query) .*") || text.startsWith("rule \"r\"\n");
    return TYPES + (whole ? text : "rule \"r\"\nwhen\n  " + text + "\nend\n");
  }
}
