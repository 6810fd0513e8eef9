package io.tocsin.engine.window;

import io.tocsin.engine.event.Event;
import org.jspecify.annotations.Nullable;

/**
 * What a consequence does to its key group's events and facts; takes effect when all rules have
 * seen the entry.
 *
 * @param rule the ordinal of the rule that did it
 * @param gone the fact that goes, or that is replaced; null where there was none
 * @param come the event or fact that comes; null where none does
 */
record Change(int rule, @Nullable Event gone, @Nullable Event come) {}
