package io.tocsin.console.wiring;

import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** Reads the configuration before anything starts, in the way in which Spring Boot does. */
final class Configuration {

  private Configuration() {}

  /**
   * The environment with {@code application.yaml} in the jar and beside the process, environment
   * variables, system properties and the overrides.
   *
   * @throws TocsinException BAD_CONFIGURATION for a file that cannot be read or a key of ours that
   *     is not known
   */
  static ConfigurableEnvironment read(Map<String, String> overrides) {
    StandardEnvironment environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .addFirst(new MapPropertySource("command line", new LinkedHashMap<>(overrides)));
    try {
      ConfigDataEnvironmentPostProcessor.applyTo(environment);
    } catch (RuntimeException unreadable) {
      throw new TocsinException(
          ErrorCode.BAD_CONFIGURATION,
          "The configuration cannot be read: [%s].".formatted(root(unreadable).getMessage()),
          unreadable);
    }
    ConfigurationPropertySources.attach(environment);
    new ConfigurationKeys().check(environment);
    return environment;
  }

  static NodeProperties properties(ConfigurableEnvironment environment) {
    try {
      return Binder.get(environment).bindOrCreate(NodeProperties.PREFIX, NodeProperties.class);
    } catch (BindException wrong) {
      Throwable root = root(wrong);
      if (root instanceof TocsinException known) {
        throw known;
      }
      throw new TocsinException(
          ErrorCode.BAD_CONFIGURATION,
          "The configuration key [%s] cannot be [%s]: [%s]."
              .formatted(
                  wrong.getName(),
                  wrong.getProperty() == null ? "" : wrong.getProperty().getValue(),
                  root.getMessage()),
          wrong);
    }
  }

  private static Throwable root(Throwable problem) {
    Throwable cause = problem;
    while (cause.getCause() != null && !(cause instanceof TocsinException)) {
      cause = cause.getCause();
    }
    return cause;
  }
}
