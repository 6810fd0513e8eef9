package io.tocsin.adapters.node;

import io.tocsin.engine.router.RouterState;
import io.tocsin.engine.router.RouterTask;
import java.util.concurrent.CompletableFuture;

/** A router task as its thread sees it. */
final class RouterPart implements Part {
  private final RouterTask task;

  RouterPart(RouterTask task) {
    this.task = task;
  }

  RouterState state() {
    return task.state();
  }

  String trouble() {
    return task.trouble();
  }

  CompletableFuture<Void> lift(String rule) {
    return task.lift(rule);
  }

  @Override
  public boolean step(long now, long maxWaitMillis) {
    return task.step(now, maxWaitMillis);
  }

  @Override
  public boolean isCaughtUp() {
    return true;
  }

  @Override
  public void drain() {
    task.drain();
  }

  @Override
  public boolean isStopped() {
    return task.state() instanceof RouterState.Stopped;
  }

  @Override
  public void publish() {}

  @Override
  public void close() {
    task.close();
  }
}
