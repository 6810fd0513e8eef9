package io.tocsin.adapters.node;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that steps one part of the node until it is told to drain, and then until that is done.
 * A step waits for work itself. It never spins: one that did nothing and did not wait either (the
 * broker is away, the part has stopped) is followed by a pause, a short one just after work.
 */
final class Worker {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
  private static final long BUSY_FOR_MILLIS = 200;
  private static final long BUSY_PAUSE_MILLIS = 2;
  private static final long IDLE_PAUSE_MILLIS = 20;
  private static final long PUBLISH_MILLIS = 250;
  private static final long GONE_MILLIS = 100;

  private final Part part;
  private final long maxWaitMillis;
  private final LongSupplier clock;
  private final Thread thread;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile long drainBy = Long.MIN_VALUE;
  private volatile boolean abandoned;
  private volatile @Nullable Throwable failure;

  /**
   * @param maxWaitMillis how long a step may wait for work
   * @param clock the time that the steps are told, epoch milliseconds
   */
  Worker(String name, Part part, long maxWaitMillis, LongSupplier clock) {
    this.part = part;
    this.maxWaitMillis = maxWaitMillis;
    this.clock = clock;
    this.thread = new Thread(this::run, name);
    // Because a step that hangs must not keep a process alive that has stopped.
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /**
   * Elapsed time, which does not change when a clock is set: bounds of waiting are told in it.
   *
   * @return milliseconds from anywhere
   */
  static long elapsed() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  /** Asks it to take in what is there already, by that time at the latest, and to end. */
  void drain(long by) {
    drainBy = by;
  }

  /** Waits for its end until that time; returns whether it has ended by then, drained. */
  boolean await(long untilMillis) throws InterruptedException {
    long left = Math.max(0, untilMillis - elapsed());
    boolean over = ended.await(left, TimeUnit.MILLISECONDS);
    if (over) {
      // Because the thread itself is gone a moment later.
      thread.join(GONE_MILLIS);
    }
    return over && !abandoned && failure == null;
  }

  /** It ends with its present step, drained or not. */
  void abandon() {
    if (ended.getCount() > 0) {
      abandoned = true;
      LOG.atWarn().addKeyValue("thread", thread.getName()).log("Did not stop in time");
    }
  }

  /** Cuts the present step short. */
  void interrupt() {
    if (ended.getCount() > 0) {
      thread.interrupt();
    }
  }

  /** Where its thread is right now; empty where it has ended. */
  StackTraceElement[] stack() {
    return thread.getStackTrace();
  }

  /** What ended it though nobody asked; null where nothing did. */
  @Nullable Throwable failure() {
    return failure;
  }

  private void run() {
    try {
      loop();
    } catch (RuntimeException | Error e) {
      failure = e;
      LOG.atError().addKeyValue("thread", thread.getName()).setCause(e).log("Worker failed");
    } finally {
      // Because what is closed now must not stumble over an interrupt that was for the last step.
      Thread.interrupted();
      try {
        part.publish();
        part.close();
      } catch (RuntimeException e) {
        LOG.atWarn().addKeyValue("thread", thread.getName()).setCause(e).log("Not closed");
      } finally {
        ended.countDown();
      }
    }
  }

  private void loop() {
    long workedAt = elapsed() - BUSY_FOR_MILLIS;
    long publishedAt = workedAt - PUBLISH_MILLIS;
    boolean draining = false;
    while (!abandoned && !(draining && part.isStopped())) {
      long now = elapsed();
      if (!draining && drainBy != Long.MIN_VALUE && (now >= drainBy || part.isCaughtUp())) {
        draining = true;
        part.drain();
      }
      long began = System.nanoTime();
      long pause = now - workedAt < BUSY_FOR_MILLIS ? BUSY_PAUSE_MILLIS : IDLE_PAUSE_MILLIS;
      if (part.step(clock.getAsLong(), maxWaitMillis)) {
        workedAt = now;
      } else if (System.nanoTime() - began < TimeUnit.MILLISECONDS.toNanos(pause) / 2) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pause));
      }
      if (now - publishedAt >= PUBLISH_MILLIS) {
        part.publish();
        publishedAt = now;
      }
    }
  }
}
