package io.tocsin.console.node;

/**
 * A lane, the unit of ownership and of transactions.
 *
 * @param pack the pack whose journal it works on
 * @param lane its number in the pack, from 0
 * @param state the name of its state, lower case
 * @param live whether it evaluates and emits
 * @param owner the node that has it; empty where none does
 */
public record LaneState(String pack, int lane, String state, boolean live, String owner) {}
