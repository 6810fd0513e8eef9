package io.tocsin.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the Dockerfile says of the image.
 *
 * @param copies what it takes from the checkout, to where
 * @param environment its variables
 * @param entrypoint the command that starts a container
 * @param command its arguments where none are given
 * @param health the shell command that says whether a container is well
 * @param user who runs it, {@code UID:GID}
 */
record ImageDefinition(
    Map<String, String> copies,
    Map<String, String> environment,
    List<String> entrypoint,
    List<String> command,
    String health,
    String user) {

  private static final Pattern VARIABLE = Pattern.compile("(\\w+)=(?:\"([^\"]*)\"|(\\S+))");
  private static final Pattern TEXT = Pattern.compile("\"([^\"]*)\"");

  static ImageDefinition read(Path file) throws IOException {
    Map<String, String> copies = new LinkedHashMap<>();
    Map<String, String> environment = new LinkedHashMap<>();
    Map<String, String> last = new LinkedHashMap<>();
    String text =
        Files.readString(file).replaceAll("(?m)^#.*\\R", "").replaceAll("\\\\\\R\\s*", "");
    for (String line : text.lines().filter(each -> !each.isBlank()).toList()) {
      String[] parts = line.split("\\s+", 2);
      switch (parts[0]) {
        case "COPY" -> {
          String[] names = parts[1].split("\\s+");
          copies.put(names[0], names[1]);
        }
        case "ENV" -> {
          Matcher variable = VARIABLE.matcher(parts[1]);
          while (variable.find()) {
            String quoted = variable.group(2);
            environment.put(variable.group(1), quoted == null ? variable.group(3) : quoted);
          }
        }
        default -> last.put(parts[0], parts[1]);
      }
    }
    return new ImageDefinition(
        copies,
        environment,
        texts(last.getOrDefault("ENTRYPOINT", "")),
        texts(last.getOrDefault("CMD", "")),
        last.getOrDefault("HEALTHCHECK", "").replaceFirst(".*?CMD\\s+", ""),
        last.getOrDefault("USER", ""));
  }

  private static List<String> texts(String json) {
    List<String> texts = new ArrayList<>();
    Matcher text = TEXT.matcher(json);
    while (text.find()) {
      texts.add(text.group(1));
    }
    return texts;
  }
}
