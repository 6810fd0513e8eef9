package io.tocsin.engine.pack;

/**
 * One DRL text of a pack.
 *
 * @param name the file's name relative to the pack's folder
 * @param text the whole text
 */
public record DrlFile(String name, String text) {
  /** Editors put a byte order mark before a text, which is no part of it. */
  public DrlFile {
    text = text.startsWith("\uFEFF") ? text.substring(1) : text;
  }
}
