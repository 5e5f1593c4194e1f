package dev.moonpool.actors.runtime;

import dev.moonpool.actors.activation.Activation;
import dev.moonpool.actors.api.DeactivationReason;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.foundation.Providers;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/// Ends all activations of a node that stops, and waits until they are gone.
///
/// It does not wait for a turn that has called `System.exit`: that turn waits for the process,
/// whose
/// end waits for this. Neither for those that wait for its answer.
///
/// For one thread.
final class Drain {
  private static final Duration LOOK = Duration.ofMillis(5);

  /// How many looks lie between two for turns that exit, which read the stacks of what runs.
  private static final int LOOKS_PER_EXIT_LOOK = 20;

  private static final Logger LOG = System.getLogger(Drain.class.getName());

  private final Node node;
  private final Providers providers;
  private boolean interrupted;

  Drain(Node node, Providers providers) {
    this.node = node;
    this.providers = providers;
  }

  /// Deactivates everything and waits until it is gone, or never will be.
  ///
  /// @return whether nothing is left for which it would have to wait longer
  boolean run(long endNanos) {
    // What is recorded later is told when it is: see Node.created.
    node.catalog().forEach(activation -> activation.deactivate(DeactivationReason.NODE_SHUTDOWN));
    for (int look = 1; node.catalog().count() > 0; look++) {
      if (look % LOOKS_PER_EXIT_LOOK == 0 && onlyExitsAreLeft()) {
        return true;
      }
      if (providers.time().nanoTime() - endNanos > 0) {
        return false;
      }
      try {
        providers.time().sleep(LOOK);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    return true;
  }

  /// Whether the thread was interrupted meanwhile; its status is cleared.
  boolean wasInterrupted() {
    return interrupted;
  }

  private boolean onlyExitsAreLeft() {
    Set<ActorId> held = new LinkedHashSet<>();
    node.catalog()
        .forEach(
            activation -> {
              if (activation.runsOn(providers.tasks()::isExiting)) {
                held.add(activation.id());
              }
            });
    if (held.isEmpty()) {
      return false;
    }
    Set<ActorId> exiting = new LinkedHashSet<>(held);
    while (addThoseThatWaitFor(held)) {
      // until no more are found
    }
    if (!coversAll(held)) {
      return false;
    }
    LOG.log(
        Level.WARNING,
        "{0} stops at once: the process ends because {1} called System.exit in a turn. Neither is"
            + " that turn waited for, nor are {2} actors that wait for its answer; their"
            + " onDeactivate does not run",
        node.self(),
        exiting,
        held.size() - exiting.size());
    return true;
  }

  private boolean addThoseThatWaitFor(Set<ActorId> held) {
    int before = held.size();
    node.catalog()
        .forEach(
            activation -> {
              if (activation.awaits(held::contains)) {
                held.add(activation.id());
              }
            });
    return held.size() > before;
  }

  private boolean coversAll(Set<ActorId> held) {
    boolean[] all = {true};
    node.catalog().forEach((Activation activation) -> all[0] &= held.contains(activation.id()));
    return all[0];
  }
}
