package io.tocsin.engine.pack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a pack's folder: {@code pack.yaml} and the DRL files beside it, in the order of their
 * names. Nothing is parsed as DRL or compiled here.
 */
public final class PackLoader {
  /** The most bytes of one file of a pack. */
  static final long MAX_FILE_BYTES = 1_000_000;

  private static final Map<String, String> UNSUPPORTED =
      Map.of(
          ".dsl", "sentences",
          ".dslr", "rules in sentences",
          ".xls", "a decision table",
          ".xlsx", "a decision table");

  private PackLoader() {}

  /**
   * Loads the pack in a folder.
   *
   * @throws PackException with everything that is wrong with its files
   */
  public static Pack load(Path folder) {
    Findings findings = new Findings();
    Path file = folder.resolve(Findings.YAML);
    if (!Files.isRegularFile(file)) {
      findings.error(
          DiagnosticCode.FILE_UNREADABLE,
          Findings.YAML,
          "The folder [" + folder + "] has no file [pack.yaml].",
          Files.isDirectory(folder) ? null : "Maybe the folder does not exist.");
      throw new PackException(folder.toString(), findings.all());
    }
    List<DrlFile> drl = drlFiles(folder, findings);
    String yaml = text(file, Findings.YAML, findings);
    Pack pack = yaml == null ? null : new PackReader(findings).read(yaml, drl);
    if (pack == null || findings.hasErrors()) {
      throw new PackException(folder.toString(), findings.all());
    }
    return pack;
  }

  /**
   * Makes a pack of texts.
   *
   * @param yaml the text of {@code pack.yaml}
   * @param drl its DRL files
   * @throws PackException with everything that is wrong with {@code pack.yaml}
   */
  public static Pack parse(String yaml, List<DrlFile> drl) {
    Findings findings = new Findings();
    Pack pack = new PackReader(findings).read(yaml, drl);
    if (pack == null || findings.hasErrors()) {
      throw new PackException(pack == null ? "?" : pack.name(), findings.all());
    }
    return pack;
  }

  private static List<DrlFile> drlFiles(Path folder, Findings findings) {
    List<Path> files;
    try (Stream<Path> entries = Files.list(folder)) {
      files = entries.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      findings.error(
          DiagnosticCode.FILE_UNREADABLE,
          Findings.YAML,
          "The folder [" + folder + "] cannot be listed: " + e.getMessage() + ".",
          null);
      return List.of();
    }
    List<DrlFile> drl = new ArrayList<>();
    for (Path file : files) {
      String name = file.getFileName().toString();
      String lower = name.toLowerCase(Locale.ROOT);
      if (lower.endsWith(".drl")) {
        String text = text(file, name, findings);
        if (text != null) {
          drl.add(new DrlFile(name, text));
        }
      }
      int dot = lower.lastIndexOf('.');
      String kind = dot < 0 ? null : UNSUPPORTED.get(lower.substring(dot));
      if (kind != null) {
        findings.error(
            DiagnosticCode.UNSUPPORTED_FILE,
            name,
            "[" + name + "] holds " + kind + ", which this version does not read.",
            "Write the rules in a .drl file.");
      }
    }
    if (drl.isEmpty() && !findings.hasErrors()) {
      findings.error(
          DiagnosticCode.NO_DRL,
          Findings.YAML,
          "The folder [" + folder + "] has no .drl file.",
          "Maybe the rules lie in a folder below; they must lie beside pack.yaml.");
    }
    return drl;
  }

  private static @Nullable String text(Path file, String name, Findings findings) {
    try {
      long size = Files.size(file);
      if (size > MAX_FILE_BYTES) {
        findings.error(
            DiagnosticCode.FILE_TOO_LARGE,
            name,
            "[" + name + "] has [" + size + "] bytes, more than [" + MAX_FILE_BYTES + "].",
            null);
        return null;
      }
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
              .toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      findings.error(
          DiagnosticCode.FILE_UNREADABLE, name, "[" + name + "] is no text in UTF-8.", null);
    } catch (IOException e) {
      findings.error(
          DiagnosticCode.FILE_UNREADABLE,
          name,
          "[" + name + "] cannot be read: " + e.getMessage() + ".",
          null);
    }
    return null;
  }
}
