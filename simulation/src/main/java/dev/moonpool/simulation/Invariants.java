package dev.moonpool.simulation;

import dev.moonpool.simulation.Failure.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// The invariants of one world, and when each is looked at.
final class Invariants {
  private final World world;
  private final Verdict verdict;
  private final List<Named> always = new ArrayList<>();
  private final List<Marked> marked = new ArrayList<>();
  private final List<Named> atTheEnd = new ArrayList<>();
  private boolean anyMarked;

  Invariants(World world, Verdict verdict) {
    this.world = world;
    this.verdict = verdict;
  }

  void always(String name, Predicate<World> holds) {
    always.add(new Named(name, holds));
  }

  Simulation.Watch whenMarked(String name, Predicate<World> holds) {
    Marked watch = new Marked(new Named(name, holds));
    marked.add(watch);
    return watch;
  }

  void atTheEnd(String name, Predicate<World> holds) {
    atTheEnd.add(new Named(name, holds));
  }

  /// Whether there is anything to look at after an event.
  boolean watchEvents() {
    return !always.isEmpty() || !marked.isEmpty();
  }

  void afterEvent() {
    for (int i = 0; i < always.size(); i++) {
      demand(always.get(i));
    }
    if (anyMarked) {
      anyMarked = false;
      for (Marked watch : marked) {
        if (watch.dirty) {
          watch.dirty = false;
          demand(watch.invariant);
        }
      }
    }
  }

  void atTheEnd() {
    always.forEach(this::demand);
    marked.forEach(watch -> demand(watch.invariant));
    atTheEnd.forEach(this::demand);
  }

  private void demand(Named invariant) {
    try {
      if (!invariant.holds.test(world)) {
        verdict.fail(Kind.INVARIANT, invariant.name, "'" + invariant.name + "' does not hold", "");
      }
    } catch (RuntimeException | Error thrown) {
      verdict.fail(
          Kind.INVARIANT,
          invariant.name,
          invariant.name + ": " + thrown.getMessage(),
          Stacks.text(thrown));
    }
  }

  private record Named(String name, Predicate<World> holds) {}

  private final class Marked implements Simulation.Watch {
    private final Named invariant;
    private boolean dirty;

    private Marked(Named invariant) {
      this.invariant = invariant;
    }

    @Override
    public void mark() {
      dirty = true;
      anyMarked = true;
    }
  }
}
