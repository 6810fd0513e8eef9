package io.tocsin.engine.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad files in, findings out; the sign § stands where the finding must point. */
class BadPackYamlTest {
  private static final String HEAD = "name: a\nversion: 1\n";
  private static final String SOURCES = "sources: [{topic: t, type: T, time: at}]\n";

  private static Arguments bad(String code, String yaml, String message) {
    return Arguments.of(code, yaml, message);
  }

  private static Arguments source(String code, String keys, String message) {
    return Arguments.of(code, HEAD + "sources:\n  - " + keys, message);
  }

  private static Arguments more(String code, String yaml, String message) {
    return Arguments.of(code, HEAD + SOURCES + yaml, message);
  }

  static Stream<Arguments> files() {
    return Stream.of(
        bad("TOC-P002", "§", "holds no keys"),
        bad("TOC-P002", "§[a, b]", "holds no keys"),
        bad("TOC-P002", "name: a\n bad§: x", "no valid YAML"),
        bad("TOC-P002", "name: \"a\nversion: 1§", "no valid YAML"),
        bad(
            "TOC-P003",
            HEAD + SOURCES + "owner: §!!java.lang.Runtime x",
            "The tag [tag:yaml.org,2002:java"),
        bad("TOC-P003", HEAD + "sources: §!x [{topic: t, type: T, time: at}]", "The tag [!x]"),
        bad("TOC-P003", HEAD + "owner: &o me\ndescription: §*o\n" + SOURCES, "An alias"),
        bad("TOC-P003", HEAD + SOURCES + "§---\nname: b", "A second document"),
        bad(
            "TOC-P003",
            HEAD + SOURCES + "tables: " + "[".repeat(19) + "§[" + "]".repeat(20),
            "deeper"),
        bad(
            "TOC-P004",
            HEAD + SOURCES + "§ownr: me",
            "[pack.yaml] has no key [ownr]. Did you mean [owner]?"),
        source(
            "TOC-P004", "{topic: t, type: T, time: at, §lateniss: 1s}", "Did you mean [lateness]?"),
        more("TOC-P004", "output: {§alert: x}", "Did you mean [alerts]?"),
        more("TOC-P004", "rules: {R: {§label: {a: b}}}", "Did you mean [labels]?"),
        more(
            "TOC-P004",
            "tables: [{topic: t, type: T, key: k, §ttl: 1h}]",
            "Known are [topic, type, key]."),
        bad("TOC-P005", "§name: a\n" + SOURCES, "needs the key [version]"),
        bad("TOC-P005", "§version: 1\n" + SOURCES, "needs the key [name]"),
        bad("TOC-P005", "name: §\"\"\nversion: 1\n" + SOURCES, "needs the key [name]"),
        bad("TOC-P005", "§" + HEAD, "at least one source"),
        bad("TOC-P005", HEAD + "sources: §[]", "at least one source"),
        source("TOC-P005", "§{topic: t, type: T}", "[a source] needs the key [time]."),
        source("TOC-P005", "§{topic: t, time: at}", "either [type] or [type-field]"),
        source("TOC-P006", "{topic: t, type: T, type-field: §k, time: at}", "this one has both"),
        source("TOC-P006", "{topic: §a/b, type: T, time: at}", "[a/b] cannot name a topic"),
        source("TOC-P006", "{topic: t, type: §[T], time: at}", "[type] must be a text."),
        source("TOC-P006", "{topic: t, type: T, time: at, clock: §wal}", "Did you mean [wall]?"),
        source("TOC-P006", "{topic: t, type: T, time: at, start: §soon}", "no place to start"),
        source("TOC-P006", "{topic: t, type: T, time: at, lateness: §32d}", "more than 31 days"),
        source("TOC-P006", "{topic: t, type: T, time: at, format: §jsn}", "Did you mean [json]?"),
        bad("TOC-P006", HEAD + "sources: §t", "[sources] must be a list."),
        more("TOC-P006", "output: {alerts: §t}", "which the pack itself reads"),
        more("TOC-P006", "rules: §[a]", "[rules] must be a map."),
        more("TOC-P006", "trigger: §0", "longer than 0"),
        more("TOC-P006", "? §[a]\n: b", "A key must be a plain text."),
        source("TOC-P007", "{topic: t, type: T, time: at, lateness: §5}", "Maybe you mean [5s]"),
        source("TOC-P007", "{topic: t, type: T, time: at, lateness: §-5s}", "no length of time"),
        source(
            "TOC-P007",
            "{topic: t, type: T, time: at, max-ahead: §1w}",
            "units are ms, s, m, h, d"),
        source("TOC-P007", "{topic: t, type: T, time: at, max-ahead: §PT}", "no length of time"),
        source(
            "TOC-P007",
            "{topic: t, type: T, time: at, max-ahead: §99999999999999d}",
            "no length of time"),
        source("TOC-P008", "{topic: t, type: T, time: at, §time: ts}", "stands here twice"),
        bad("TOC-P008", HEAD + SOURCES + "§name: b", "stands here twice"),
        source(
            "TOC-P008",
            "{topic: t, type: T, time: at}\n  - {topic: §t, type: U, time: at}",
            "Two sources"),
        source(
            "TOC-P009",
            "{topic: t, type: T, time: at, format: §avro}",
            "this version reads json and csv only"),
        source("TOC-P009", "{topic: t, type: T, time: at, format: §protobuf}", "json and csv only"),
        source(
            "TOC-P009", "{topic: t, type: T, time: at, format: §json-schema}", "json and csv only"),
        source(
            "TOC-P010",
            "{topic: t, type: T, time: at, map: {a: §'b.c()'}}",
            "cannot be used from [()]"),
        source(
            "TOC-P010",
            "{topic: t, type: T, time: at, map: {a: §'b['}}",
            "cannot be used from [[]"),
        source("TOC-P010", "{topic: t, type: T, time: at, map: {a: §'new Foo'}}", "cannot be used"),
        source(
            "TOC-P010", "{topic: t, type: T, time: at, map: {a: §'b ? c : d'}}", "cannot be used"),
        source("TOC-P010", "{topic: t, type: T, time: at, map: {a: §'(b'}}", "closing [)]"),
        source("TOC-P010", "{topic: t, type: T, time: at, map: {a: §'b +'}}", "ends too early"),
        source(
            "TOC-P010",
            "{topic: t, type: T, time: at, map: {a: §'1e9; x'}}",
            "cannot be used from [; x]"),
        more("TOC-P004", "limits: {§key: 5}", "Did you mean [keys]?"),
        more("TOC-P006", "limits: §[5]", "[limits] must be a map."),
        more("TOC-P014", "limits: {keys: §0}", "a whole number from 1 on"),
        more("TOC-P014", "limits: {events: §-1}", "a whole number from 1 on"),
        more("TOC-P014", "limits: {timers: §1e6}", "a whole number from 1 on"),
        more("TOC-P014", "limits: {waiting: §9999999999999999999}", "a whole number from 1 on"),
        more("TOC-P014", "limits: {state: §600}", "Maybe [state: 600MB]"),
        more("TOC-P014", "limits: {steps: §1s}", "a whole number from 1 on"),
        more("TOC-P014", "limits: {memory: §16}", "Maybe [memory: 16MB]"),
        more("TOC-P014", "limits: {state: §0MB}", "a size in B, KB, MB or GB"),
        more("TOC-P014", "limits: {state: §999999999999999999GB}", "a size in B, KB, MB or GB"));
  }

  @ParameterizedTest
  @MethodSource("files")
  void pointsAtTheMistake(String code, String marked, String message) {
    int at = marked.indexOf('§');
    String before = marked.substring(0, at);
    int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    int column = at - (before.lastIndexOf('\n') + 1) + 1;
    List<DrlFile> drl = List.of(new DrlFile("a.drl", "package a"));
    PackException thrown =
        catchThrowableOfType(
            PackException.class, () -> PackLoader.parse(marked.replace("§", ""), drl));
    assertThat(thrown).isNotNull();
    assertThat(thrown.diagnostics()).hasSize(1);
    assertThat(thrown.diagnostics().get(0).toString())
        .startsWith("pack.yaml:" + line + ":" + column + ": error " + code + ": ")
        .contains(message)
        .doesNotContain("snakeyaml", "\n");
  }
}
