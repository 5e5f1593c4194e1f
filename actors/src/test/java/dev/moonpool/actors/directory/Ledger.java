package dev.moonpool.actors.directory;

import dev.moonpool.actors.id.ActorAddress;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.foundation.store.Fence;
import dev.moonpool.simulation.Simulation.Watch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What every node of one world was granted and has ended, seen from outside. Outlives processes.
final class Ledger {
  private final Map<ActorId, List<ActorAddress>> live = new TreeMap<>();
  private final Map<ActorId, ActorAddress> highest = new TreeMap<>();

  /// Whether the node of this address still runs as that incarnation.
  Predicate<ActorAddress> runs = address -> true;

  /// Marked when there is something new to judge.
  @Nullable Watch watch;

  /// What is wrong, once something is.
  @Nullable String wrong;

  /// Whether no two activations may ever live at once, and fences are taken in order: so without
  /// silences that outlast the directory's bounds.
  boolean strict;

  long granted;

  void granted(ActorAddress address) {
    granted++;
    List<ActorAddress> lives = livesOf(address.actor());
    lives.removeIf(known -> known.sameActivation(address));
    for (ActorAddress known : lives) {
      boolean sameOwnerRun = known.fence().incarnation() == address.fence().incarnation();
      if (runs.test(known) && strict) {
        note("%s and %s live at once".formatted(known, address));
      }
      if (sameOwnerRun && known.fence().equals(address.fence())) {
        note("%s and %s share fence %s".formatted(known, address, address.fence()));
      }
    }
    lives.add(address);
    ActorAddress before = highest.get(address.actor());
    Fence top = before == null ? Fence.NONE : before.fence();
    boolean again = before != null && before.sameActivation(address);
    int order = address.fence().compareTo(top);
    if (order == 0 && !again || order < 0 && strict) {
      note("%s was granted %s after %s had %s".formatted(address, address.fence(), before, top));
    }
    if (order > 0) {
      highest.put(address.actor(), address);
    }
  }

  void ended(ActorAddress address) {
    livesOf(address.actor()).removeIf(address::sameActivation);
  }

  /// The activations that live now.
  List<ActorAddress> lives() {
    List<ActorAddress> all = new ArrayList<>();
    live.values().forEach(lives -> lives.stream().filter(runs).forEach(all::add));
    return all;
  }

  private List<ActorAddress> livesOf(ActorId actor) {
    return live.computeIfAbsent(actor, unknown -> new ArrayList<>());
  }

  private void note(String what) {
    wrong = what;
    Watch told = watch;
    if (told != null) {
      told.mark();
    }
  }
}
