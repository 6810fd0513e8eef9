package io.tocsin.adapters;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Prints how long a test class took, so that slow ones are seen. */
public final class Seconds implements BeforeAllCallback, AfterAllCallback {
  private long began;

  @Override
  public void beforeAll(ExtensionContext context) {
    began = System.nanoTime();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    System.out.printf("%s: %.1f s%n", context.getDisplayName(), (System.nanoTime() - began) / 1e9);
  }
}
