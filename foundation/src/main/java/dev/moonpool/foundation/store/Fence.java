package dev.moonpool.foundation.store;

/// Who may write: a number that only grows for one actor.
///
/// Each registration of an activation gets one. The store remembers the highest that has claimed a
/// key and refuses all lower ones, so of two activations that both believe to be the one, at most
/// one can ever commit. Compared from left to right.
///
/// @param view version of the membership view that it was granted under; 0 before there are views
/// @param incarnation issued by the store to the one directory owner that granted it
/// @param counter counts the grants of that owner
public record Fence(long view, long incarnation, long counter) implements Comparable<Fence> {
  /// Lower than every fence that is ever granted.
  public static final Fence NONE = new Fence(0, 0, 0);

  /// Checks that no part is negative.
  public Fence {
    if (view < 0 || incarnation < 0 || counter < 0) {
      throw new IllegalArgumentException(
          "no part of a fence is negative: %d.%d.%d".formatted(view, incarnation, counter));
    }
  }

  @Override
  public int compareTo(Fence other) {
    int order = Long.compare(view, other.view);
    if (order == 0) {
      order = Long.compare(incarnation, other.incarnation);
    }
    return order == 0 ? Long.compare(counter, other.counter) : order;
  }

  @Override
  public String toString() {
    return view + "." + incarnation + "." + counter;
  }
}
