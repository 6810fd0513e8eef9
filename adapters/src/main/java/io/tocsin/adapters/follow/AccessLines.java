package io.tocsin.adapters.follow;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lines of the common and the combined log format, as nginx and Apache write them, as {@code
 * Request}s; also with the virtual host in front. A request that is no HTTP ({@code "-"}, bytes of
 * a TLS handshake) has its text as the path.
 */
final class AccessLines implements LineParser {
  private static final Pattern LINE =
      Pattern.compile(
          "(?:\\S+:\\d+ )?(\\S+) \\S+ (?:\\S+|\"[^\"]*\") \\[([^]]{20,40})] "
              + "\"((?:[^\"\\\\]++|\\\\.)*+)\" (\\d{3}) (\\d{1,18}|-)(?: .*)?");
  private static final Pattern REQUEST = Pattern.compile("([A-Z]{1,32}) (.*?)(?: HTTP/[0-9.]+)?");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);

  private final JsonMapper json = JsonMapper.shared();

  @Override
  public @Nullable String parse(String line) {
    Matcher parts = LINE.matcher(line);
    if (!parts.matches()) {
      return null;
    }
    Map<String, @Nullable Object> event = new LinkedHashMap<>();
    try {
      event.put("ts", OffsetDateTime.parse(parts.group(2), TIME).toInstant().toEpochMilli());
    } catch (DateTimeException e) {
      return null;
    }
    event.put("ip", parts.group(1));
    Matcher request = REQUEST.matcher(parts.group(3));
    boolean http = request.matches();
    event.put("method", http ? request.group(1) : null);
    event.put("path", http ? request.group(2) : parts.group(3));
    event.put("status", Integer.valueOf(parts.group(4)));
    event.put("bytes", parts.group(5).equals("-") ? null : Long.valueOf(parts.group(5)));
    return json.writeValueAsString(event);
  }
}
