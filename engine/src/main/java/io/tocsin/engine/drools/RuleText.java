package io.tocsin.engine.drools;

/**
 * Where a rule stands in its pack.
 *
 * @param file the DRL file's name
 * @param line the line of its {@code rule}, from 1
 */
record RuleText(String file, int line) {}
