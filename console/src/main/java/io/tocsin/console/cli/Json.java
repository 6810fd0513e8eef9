package io.tocsin.console.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

/** Prints a result for programs: one JSON document on one line of standard output. */
final class Json {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Json() {}

  static String text(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  static void print(CommandLine command, Object value) {
    PrintWriter out = command.getOut();
    out.println(text(value));
    out.flush();
  }
}
