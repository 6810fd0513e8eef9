package io.tocsin.engine.plan;

/**
 * What a consequence may do to the events and facts of its key group. It takes effect before the
 * next entry, once the rule has finished with this one; a rule that throws has done nothing.
 */
public interface WorkingMemory {
  /**
   * Inserts a new object of a declared class. Later changes of the object change nothing.
   *
   * @throws IllegalArgumentException where its class is not declared as an event or an own fact, or
   *     a field has a value that cannot be kept
   * @throws IllegalStateException where its key is not that of the match
   */
  void insert(Object object);

  /**
   * A fact is from now on what the object has become.
   *
   * @param object an own fact of the match
   * @throws IllegalArgumentException where it is none, or a field has a value that cannot be kept
   * @throws IllegalStateException where its key is not that of the match any more
   */
  void update(Object object);

  /**
   * A fact is no longer there.
   *
   * @param object an own fact of the match
   * @throws IllegalArgumentException where it is none
   */
  void delete(Object object);
}
