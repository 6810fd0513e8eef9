package io.tocsin.console.node;

/**
 * A lane, the unit of ownership and of transactions.
 *
 * @param lane its number, from 0
 * @param state the name of its state, lower case
 * @param live whether it evaluates and emits
 * @param owner the node that has it; empty where none does
 */
public record LaneState(int lane, String state, boolean live, String owner) {}
