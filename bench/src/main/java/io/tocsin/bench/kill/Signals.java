package io.tocsin.bench.kill;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * Sends signals within a fraction of a millisecond: a shell that is started once, because the start
 * of one would blur the moment of a fault.
 */
final class Signals implements AutoCloseable {
  private static final String LOOP =
      "while read -r name pid; do kill -\"$name\" \"$pid\" && echo sent || echo failed; done";

  private final Process shell;
  private final Writer requests;
  private final BufferedReader answers;

  Signals() throws IOException {
    shell =
        new ProcessBuilder("sh", "-c", LOOP).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    requests = new OutputStreamWriter(shell.getOutputStream(), StandardCharsets.UTF_8);
    answers =
        new BufferedReader(new InputStreamReader(shell.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * Sends it and returns once that is done.
   *
   * @param name without {@code SIG}
   */
  void send(String name, long pid) throws IOException {
    requests.write(name + " " + pid + "\n");
    requests.flush();
    if (!"sent".equals(answers.readLine())) {
      throw new IllegalStateException(
          "The process [%d] does not take the signal [%s].\nMaybe it has ended."
              .formatted(pid, name));
    }
  }

  @Override
  public void close() {
    // Not the streams first, because a reader that waits would hold them.
    shell.destroyForcibly();
  }
}
