package dev.moonpool.simulation.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What happens next: a four-way heap over parallel arrays, ordered by (time, sequence).
///
/// Keys lie side by side as primitives and an event is no object of its own, because the queue is
/// used for every step of every seed. A [SimTimer] knows its place, so that a cancelled one leaves
/// at once: most time limits never fire, and would fill the heap.
final class EventQueue {
  private long[] keys = new long[2 * 64];
  private @Nullable Object[] values = new @Nullable Object[2 * 64];
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  /// When the first event is due. Only while the queue is not empty.
  long headTime() {
    return keys[0];
  }

  /// What the first event does. Only while the queue is not empty.
  Runnable headAction() {
    Object action = values[0];
    if (action == null) {
      throw new IllegalStateException("the queue is empty");
    }
    return (Runnable) action;
  }

  /// Whose event the first one is; null for the world's own.
  @Nullable Incarnation headOwner() {
    return (Incarnation) values[1];
  }

  void add(long time, long sequence, Runnable action, @Nullable Incarnation owner) {
    if (2 * size == keys.length) {
      keys = Arrays.copyOf(keys, 2 * keys.length);
      values = Arrays.copyOf(values, 2 * values.length);
    }
    siftUp(size++, time, sequence, action, owner);
  }

  void removeHead() {
    removeAt(0);
  }

  void remove(SimTimer timer) {
    removeAt(timer.place());
  }

  private void removeAt(int place) {
    if (values[2 * place] instanceof SimTimer timer) {
      timer.place(-1);
    }
    int last = --size;
    long time = keys[2 * last];
    long sequence = keys[2 * last + 1];
    Object action = values[2 * last];
    Object owner = values[2 * last + 1];
    values[2 * last] = null;
    values[2 * last + 1] = null;
    if (place == last) {
      return;
    }
    if (place > 0 && before(time, sequence, (place - 1) >> 2)) {
      siftUp(place, time, sequence, action, owner);
    } else {
      siftDown(place, time, sequence, action, owner);
    }
  }

  private void siftUp(
      int from, long time, long sequence, @Nullable Object action, @Nullable Object owner) {
    int place = from;
    while (place > 0) {
      int parent = (place - 1) >> 2;
      if (!before(time, sequence, parent)) {
        break;
      }
      move(parent, place);
      place = parent;
    }
    put(place, time, sequence, action, owner);
  }

  private void siftDown(
      int from, long time, long sequence, @Nullable Object action, @Nullable Object owner) {
    int place = from;
    while (true) {
      int first = 4 * place + 1;
      if (first >= size) {
        break;
      }
      int least = first;
      int end = Math.min(first + 4, size);
      for (int child = first + 1; child < end; child++) {
        if (before(keys[2 * child], keys[2 * child + 1], least)) {
          least = child;
        }
      }
      if (before(time, sequence, least)) {
        break;
      }
      move(least, place);
      place = least;
    }
    put(place, time, sequence, action, owner);
  }

  private boolean before(long time, long sequence, int place) {
    long other = keys[2 * place];
    return time < other || (time == other && sequence < keys[2 * place + 1]);
  }

  private void move(int from, int to) {
    put(to, keys[2 * from], keys[2 * from + 1], values[2 * from], values[2 * from + 1]);
  }

  private void put(
      int place, long time, long sequence, @Nullable Object action, @Nullable Object owner) {
    keys[2 * place] = time;
    keys[2 * place + 1] = sequence;
    values[2 * place] = action;
    values[2 * place + 1] = owner;
    if (action instanceof SimTimer timer) {
      timer.place(place);
    }
  }
}
