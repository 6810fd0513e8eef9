package io.tocsin.engine.drools;

import io.tocsin.engine.plan.WorkingMemory;
import org.drools.model.BitMask;
import org.drools.model.Channel;
import org.drools.model.Drools;
import org.drools.model.DroolsEntryPoint;

/** What the compiler makes {@code insert}, {@code modify} and {@code delete} call. */
final class RuleActions implements Drools {
  private final WorkingMemory memory;

  RuleActions(WorkingMemory memory) {
    this.memory = memory;
  }

  @Override
  public void insert(Object object) {
    memory.insert(object);
  }

  @Override
  public void insert(Object object, boolean dynamic) {
    memory.insert(object);
  }

  @Override
  public void update(Object object, String... modifiedProperties) {
    memory.update(object);
  }

  @Override
  public void update(Object object, BitMask modifiedProperties) {
    memory.update(object);
  }

  @Override
  public void delete(Object object) {
    memory.delete(object);
  }

  @Override
  public <T> T getRuntime(Class<T> runtime) {
    throw absent("getRuntime");
  }

  @Override
  public <T> T getContext(Class<T> context) {
    throw absent("getContext");
  }

  @Override
  public DroolsEntryPoint getEntryPoint(String name) {
    throw absent("getEntryPoint");
  }

  @Override
  public void halt() {
    throw absent("halt");
  }

  @Override
  public void setFocus(String focus) {
    throw absent("setFocus");
  }

  @Override
  public Channel getChannel(String name) {
    throw absent("getChannel");
  }

  @Override
  public void logicalInsert(Object object) {
    throw absent("insertLogical");
  }

  @Override
  public void insertAsync(Object object) {
    throw absent("insertAsync");
  }

  private static UnsupportedOperationException absent(String call) {
    return new UnsupportedOperationException(
        "[" + call + "] is not there: a consequence has insert, modify, update and delete.");
  }
}
