package dev.moonpool.examples.oracles;

import dev.moonpool.actors.runtime.ActorRuntime;
import dev.moonpool.actors.runtime.RuntimeMetrics;
import dev.moonpool.foundation.InvariantViolation;
import dev.moonpool.foundation.store.StateKey;
import dev.moonpool.foundation.store.StoredState;
import dev.moonpool.simulation.Simulation;
import dev.moonpool.simulation.store.SimStateStore;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/// The invariants over one world of stations. Stations, nodes, clients and the store tell it
/// everything; the first thing that is wrong fails the seed.
///
/// Used on the world's driver only.
final class Judge {
  static final String NAMESPACE = "oracles";

  static final String ONE_ACTIVATION = "one activation of an actor on a node";
  static final String HOOKS_APART = "hooks of one actor never overlap";
  static final String HOOKS_RUN = "every activation runs its last hook";
  static final String TURNS_APART = "turns overlap only as their requests allow";
  static final String UNDISTURBED = "no turn begins interrupted";
  static final String RUNS_ONCE = "an attempt runs at most once, and never if it was refused";
  static final String ANSWERED = "without a fault every request has a known outcome";
  static final String NOTHING_LOST = "no acknowledged save is lost";
  static final String SAVES_GROW = "every save extends the one before";
  static final String ANSWER_WAS_SAVED = "what is answered was saved";
  static final String READ_IS_FRESH = "a confirmed read shows all that was acknowledged before it";
  static final String ALL_ROOM = "in the end no call, message or activation is left";

  private static final List<String> NAMES =
      List.of(
          ONE_ACTIVATION,
          HOOKS_APART,
          HOOKS_RUN,
          TURNS_APART,
          UNDISTURBED,
          RUNS_ONCE,
          ANSWERED,
          NOTHING_LOST,
          SAVES_GROW,
          ANSWER_WAS_SAVED,
          READ_IS_FRESH,
          ALL_ROOM);

  private final Map<String, Simulation.Watch> watches = new LinkedHashMap<>();
  private final Map<String, String> findings = new LinkedHashMap<>();
  private final Map<Integer, String> runs = new TreeMap<>();
  private final Map<Integer, ActorRuntime> nodes = new TreeMap<>();
  private final Attempts attempts = new Attempts();
  private final HookWatch hooks = new HookWatch();
  private final boolean lossless;

  /// @param lossless whether nothing in this world may lose a message
  Judge(Simulation simulation, SimStateStore store, boolean lossless) {
    this.lossless = lossless;
    for (String name : NAMES) {
      watches.put(name, simulation.alwaysWhenMarked(name, _ -> nothingFound(name)));
    }
    store.onChange(this::saved);
  }

  Attempts attempts() {
    return attempts;
  }

  // ---- nodes

  void started(int index, String run, ActorRuntime runtime) {
    String before = runs.put(index, run);
    if (before != null) {
      hooks.over(before);
    }
    nodes.put(index, runtime);
  }

  /// A node has stopped gracefully.
  void stopped(String run) {
    List<String> left = hooks.over(run);
    if (!left.isEmpty()) {
      found(HOOKS_RUN, run + " has stopped without the last hooks of " + left);
    }
  }

  // ---- stations

  void hookBegins(String actor, String run, String hook) {
    note(HOOKS_APART, hooks.begin(actor, run, hook, lossless));
  }

  void hookEnds(String actor, String run, String hook) {
    hooks.end(actor, run, hook);
  }

  void activated(String actor, String run) {
    note(ONE_ACTIVATION, hooks.activated(actor, run));
  }

  void deactivated(String actor, String run) {
    hooks.deactivated(actor, run);
  }

  /// A turn has begun, or goes on after a call of its own.
  void turn(TurnWatch.Turn turn) {
    note(TURNS_APART, turn.broken());
  }

  /// A turn has begun with what another has left behind.
  void disturbed(String what) {
    found(UNDISTURBED, what);
  }

  void ran(String attempt) {
    note(RUNS_ONCE, attempts.ran(attempt));
  }

  // ---- clients

  /// A client was told that its attempt has not run and never will.
  void refused(String attempt, String outcome) {
    note(RUNS_ONCE, attempts.refused(attempt, outcome));
  }

  /// A client was told that its request was not sent, or may have run.
  void unknown(String what) {
    if (lossless) {
      found(ANSWERED, what);
    }
  }

  /// A client has read a log.
  void read(String actor, List<String> log) {
    note(ANSWER_WAS_SAVED, attempts.unsaved(actor, log));
    note(RUNS_ONCE, attempts.wrong(actor, log));
  }

  /// A client has read a log that the store has confirmed.
  ///
  /// @param least what was acknowledged before the client asked
  void confirmed(String actor, List<String> log, List<String> least) {
    read(actor, log);
    note(READ_IS_FRESH, Attempts.missing(actor, log, least));
  }

  /// A client has read a log when all was over.
  void atTheEnd(String actor, List<String> log) {
    read(actor, log);
    note(NOTHING_LOST, Attempts.missing(actor, log, attempts.acknowledged(actor)));
  }

  /// A client has cleared a state that only it uses, and read what was there before.
  void clearedInVain(String actor, List<String> log) {
    found(NOTHING_LOST, actor + " was cleared, and still has " + log);
  }

  /// What is left on the nodes and on this client; empty if nothing.
  Optional<String> left(ActorRuntime client) {
    for (ActorRuntime node : nodes.values()) {
      RuntimeMetrics metrics = node.metrics();
      if (metrics.activations() + metrics.waiting() + metrics.pendingCalls() != 0) {
        return Optional.of("a node still has " + metrics);
      }
    }
    RuntimeMetrics metrics = client.metrics();
    return metrics.pendingCalls() == 0
        ? Optional.empty()
        : Optional.of("a client still has " + metrics);
  }

  void notEmpty(String what) {
    found(ALL_ROOM, what);
  }

  // ---- inside

  private void saved(StateKey key, StoredState stored) {
    String text = stored.bytes().map(b -> new String(b, StandardCharsets.UTF_8)).orElse("");
    note(SAVES_GROW, attempts.stored(key.text(), text));
  }

  private void note(String name, Optional<String> wrong) {
    wrong.ifPresent(what -> found(name, what));
  }

  private void found(String name, String what) {
    findings.putIfAbsent(name, what);
    Objects.requireNonNull(watches.get(name), name).mark();
  }

  private boolean nothingFound(String name) {
    String finding = findings.get(name);
    if (finding != null) {
      throw new InvariantViolation(finding);
    }
    return true;
  }
}
