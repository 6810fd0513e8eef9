package io.tocsin.engine.sandbox;

/** A text for a regular expression, of which each character that is looked at is a step. */
final class CountedText implements CharSequence {
  private final CharSequence text;
  private final Budget budget;

  CountedText(CharSequence text, Budget budget) {
    this.text = text;
    this.budget = budget;
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public char charAt(int index) {
    budget.step();
    return text.charAt(index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.subSequence(start, end);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
