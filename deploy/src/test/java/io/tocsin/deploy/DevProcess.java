package io.tocsin.deploy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code tocsin dev} from the built jar, until it is closed. */
final class DevProcess implements AutoCloseable {

  private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");

  private final Process process;
  private final String address;

  private DevProcess(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /** Starts it and waits until it has told its console's address. */
  static DevProcess start(Path data) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(List.of(System.getProperty("tocsin.jvm.opens").trim().split("\\s+")));
    command.addAll(List.of("-Xmx1g", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-jar", System.getProperty("tocsin.jar")));
    command.addAll(List.of("dev", "--data", data.toString(), "--port", "0", "--no-open"));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    CompletableFuture<String> address = new CompletableFuture<>();
    Thread reader = new Thread(() -> read(process, address));
    reader.setDaemon(true);
    reader.start();
    try {
      return new DevProcess(process, address.get(3, TimeUnit.MINUTES));
    } catch (Exception none) {
      process.destroyForcibly();
      throw none;
    }
  }

  private static void read(Process process, CompletableFuture<String> address) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Matcher found = ADDRESS.matcher(line);
        if (found.find()) {
          address.complete(found.group());
        }
      }
    } catch (IOException ended) {
      address.completeExceptionally(ended);
    }
    address.completeExceptionally(new IOException("tocsin dev ended without an address"));
  }

  String address() {
    return address;
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
