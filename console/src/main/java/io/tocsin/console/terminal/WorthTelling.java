package io.tocsin.console.terminal;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;

/**
 * Lets our own warnings through to a person at a terminal, and of the libraries their errors only:
 * a Kafka client that looks for its broker warns several times a second, and ours say it once.
 */
public final class WorthTelling extends Filter<ILoggingEvent> {

  @Override
  public FilterReply decide(ILoggingEvent event) {
    boolean ours = event.getLoggerName().startsWith("io.tocsin");
    Level least = ours ? Level.WARN : Level.ERROR;
    return event.getLevel().isGreaterOrEqual(least) ? FilterReply.NEUTRAL : FilterReply.DENY;
  }
}
