package io.tocsin.engine.sandbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The members of classes outside of a pack that its classes may use: {@code allowed.txt}. */
final class AllowList {
  /** Members of every class that "all" does not mean. */
  private static final Set<String> ALWAYS_NAMED =
      Set.of("getClass", "wait", "notify", "notifyAll", "finalize");

  /** What the author's code may use. */
  static final AllowList AUTHOR;

  /** What may be used too where the compiler tells which rules a constraint belongs to. */
  static final AllowList CONSTRAINT;

  /** What the frame around it may use too. */
  static final AllowList FRAME;

  static {
    Map<String, AllowList> sections = read();
    AUTHOR = Objects.requireNonNull(sections.get("author"));
    CONSTRAINT = Objects.requireNonNull(sections.get("constraint"));
    CONSTRAINT.base = AUTHOR;
    FRAME = Objects.requireNonNull(sections.get("frame"));
    FRAME.base = AUTHOR;
  }

  /** The members of one class: all but some, or only some. */
  private record Members(boolean all, Set<String> named) {
    boolean has(String member) {
      return all
          ? !named.contains(member) && !ALWAYS_NAMED.contains(member)
          : named.contains(member);
    }
  }

  /** By class name, or by package name with {@code .*} behind it. */
  private final Map<String, Members> owners = new HashMap<>();

  private @Nullable AllowList base;

  private AllowList() {}

  /**
   * Whether a member may be used.
   *
   * @param owner the class that the bytecode names, with dots
   * @param member the method's or field's name; {@code new} for a constructor
   */
  boolean allows(String owner, String member) {
    Members members = owners.get(owner);
    if (members == null) {
      members = owners.get(owner.substring(0, Math.max(0, owner.lastIndexOf('.'))) + ".*");
    }
    return (members != null && members.has(member)) || (base != null && base.allows(owner, member));
  }

  private static Map<String, AllowList> read() {
    Map<String, AllowList> sections = new HashMap<>();
    try (InputStream in = AllowList.class.getResourceAsStream("allowed.txt");
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8))) {
      AllowList section = new AllowList();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String text = line.replaceAll("#.*", "").strip();
        if (text.startsWith("[")) {
          section = new AllowList();
          sections.put(text.substring(1, text.length() - 1), section);
        } else if (!text.isEmpty()) {
          section.add(text);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The list of what rules may use cannot be read.", e);
    }
    return sections;
  }

  private void add(String line) {
    String[] parts = line.split("\\s+", -1);
    boolean all = parts[1].equals("*");
    Set<String> named = new HashSet<>();
    Arrays.stream(parts)
        .skip(all ? 2 : 1)
        .forEach(part -> named.add(all ? part.substring(1) : part));
    owners.put(parts[0], new Members(all, named));
  }
}
