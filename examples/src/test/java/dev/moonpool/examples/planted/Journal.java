package dev.moonpool.examples.planted;

import dev.moonpool.actors.runtime.ActorRuntime;
import dev.moonpool.actors.runtime.RuntimeMetrics;
import dev.moonpool.foundation.InvariantViolation;
import dev.moonpool.foundation.store.StateKey;
import dev.moonpool.foundation.store.StoredState;
import dev.moonpool.simulation.Simulation;
import dev.moonpool.simulation.store.SimStateStore;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What probes, nodes, clients and the store have told of one world, and the invariants over it.
///
/// Used on the world's driver only.
final class Journal {
  static final String NAMESPACE = "oracles";
  static final String ONE_ACTIVATION = "one activation of an actor on a node";
  static final String HOOKS_RUN = "every activation runs its last hook";
  static final String ANSWERED = "every call is answered";
  static final String OWN_ANSWER = "an answer belongs to its request";
  static final String RUNS_ONCE = "an attempt runs at most once";
  static final String ANSWER_WAS_SAVED = "what is answered was saved";
  static final String ACKNOWLEDGED = "no acknowledged addition is lost";
  static final String TABLE_EMPTY = "no call is left in the table";
  static final String CORRECTED = "a wrong location is corrected by the answer";

  private static final List<String> NAMES =
      List.of(
          ONE_ACTIVATION,
          HOOKS_RUN,
          ANSWERED,
          OWN_ANSWER,
          RUNS_ONCE,
          ANSWER_WAS_SAVED,
          ACKNOWLEDGED,
          TABLE_EMPTY,
          CORRECTED);

  /// How the runtime writes the field of [Probe.Additions] that names an attempt.
  private static final Pattern LAST = Pattern.compile("\"last\":\"([^\"]+)\"");

  private final Map<String, Simulation.Watch> watches = new HashMap<>();
  private final Map<String, String> findings = new HashMap<>();
  private final Set<String> active = new TreeSet<>();
  private final Set<String> executed = new HashSet<>();
  private final Set<String> saved = new HashSet<>();
  private final Map<String, Long> acknowledged = new TreeMap<>();
  private final Map<Integer, ActorRuntime> nodes = new TreeMap<>();
  private final boolean lossless;

  /// @param lossless whether nothing in this world may lose a message
  Journal(Simulation simulation, SimStateStore store, boolean lossless) {
    this.lossless = lossless;
    for (String name : NAMES) {
      watches.put(name, simulation.alwaysWhenMarked(name, world -> nothingFound(name)));
    }
    store.onChange(this::saved);
  }

  boolean isLossless() {
    return lossless;
  }

  void activated(String node, String key) {
    if (!active.add(node + " " + key)) {
      found(ONE_ACTIVATION, key + " was activated on " + node + ", where it is active already");
    }
  }

  void deactivated(String node, String key) {
    active.remove(node + " " + key);
  }

  void started(int index, ActorRuntime runtime) {
    nodes.put(index, runtime);
  }

  /// A node has stopped gracefully.
  void stopped(String node) {
    List<String> left = active.stream().filter(each -> each.startsWith(node + " ")).toList();
    if (!left.isEmpty()) {
      found(HOOKS_RUN, node + " has stopped, and nobody told " + left);
    }
  }

  void executed(String attempt) {
    if (!executed.add(attempt)) {
      found(RUNS_ONCE, "attempt " + attempt + " has run before");
    }
  }

  /// A client was answered.
  void answered(long nonce, String key, Probe.Answer answer) {
    if (answer.nonce() != nonce || !answer.key().equals(key)) {
      found(OWN_ANSWER, "request %d to %s was answered with %s".formatted(nonce, key, answer));
    } else if (!answer.last().isEmpty() && !saved.contains(answer.last())) {
      found(ANSWER_WAS_SAVED, "%s has never been saved: %s".formatted(answer.last(), answer));
    }
  }

  void acknowledged(String key) {
    acknowledged.merge(key, 1L, Long::sum);
  }

  /// What the actor has in the end.
  void atTheEnd(String key, long additions) {
    long least = acknowledged.getOrDefault(key, 0L);
    if (additions < least) {
      found(
          ACKNOWLEDGED,
          "%s has %d additions, and %d were acknowledged".formatted(key, additions, least));
    }
  }

  /// A call that should have been answered was lost.
  void unanswered(String what) {
    if (lossless) {
      found(ANSWERED, what);
    }
  }

  void stillWaiting(long calls) {
    if (calls != 0) {
      found(TABLE_EMPTY, calls + " calls are in the table of a client that waits for none");
    }
  }

  void notCorrected(String key) {
    found(CORRECTED, "calls to " + key + " go on taking a detour");
  }

  /// How many messages have taken a detour, on all nodes.
  long detours() {
    long detours = 0;
    for (ActorRuntime node : nodes.values()) {
      RuntimeMetrics metrics = node.metrics();
      detours += metrics.forwarded() + metrics.lostRaces() + metrics.rerouted();
    }
    return detours;
  }

  private void saved(StateKey key, StoredState stored) {
    stored
        .bytes()
        .map(bytes -> LAST.matcher(new String(bytes, StandardCharsets.UTF_8)))
        .filter(Matcher::find)
        .ifPresent(match -> saved.add(match.group(1)));
  }

  private void found(String name, String what) {
    findings.putIfAbsent(name, what);
    watches.get(name).mark();
  }

  private boolean nothingFound(String name) {
    String finding = findings.get(name);
    if (finding != null) {
      throw new InvariantViolation(finding);
    }
    return true;
  }
}
