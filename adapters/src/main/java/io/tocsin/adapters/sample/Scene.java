package io.tocsin.adapters.sample;

/** What happens in the world of one pack. */
@FunctionalInterface
interface Scene {
  /** Puts the first happenings onto the agenda; each of them puts the ones that follow. */
  void begin(Traffic traffic);
}
