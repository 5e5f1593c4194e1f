package dev.moonpool.examples.oracles;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What became of each attempt: where it ran, what was stored of it, what its client was told.
final class Attempts {
  /// How an attempt is written where a state is stored.
  private static final Pattern STORED = Pattern.compile("\"(a:[^\"]+)\"");

  private final Set<String> ran = new TreeSet<>();
  private final Set<String> neverRan = new TreeSet<>();
  private final Set<String> stored = new TreeSet<>();
  private final Map<String, Set<String>> acknowledged = new TreeMap<>();
  private final Map<String, List<String>> logs = new TreeMap<>();
  private final Set<String> actors = new TreeSet<>();

  /// A handler runs it.
  Optional<String> ran(String attempt) {
    if (!ran.add(attempt)) {
      return Optional.of(attempt + " has run before");
    }
    return neverRan.contains(attempt)
        ? Optional.of(attempt + " runs, and its client was told that it never would")
        : Optional.empty();
  }

  /// Its client was told that it has not run and never will.
  Optional<String> refused(String attempt, String outcome) {
    neverRan.add(attempt);
    return ran.contains(attempt)
        ? Optional.of(attempt + " has run, and its client was told " + outcome)
        : Optional.empty();
  }

  /// Its client was told that it was added.
  void acknowledged(String actor, String attempt) {
    acknowledged.computeIfAbsent(actor, _ -> new LinkedHashSet<>()).add(attempt);
  }

  /// What an actor must have by now, at least.
  List<String> acknowledged(String actor) {
    return List.copyOf(acknowledged.getOrDefault(actor, Set.of()));
  }

  /// A client has sent something to this actor.
  void touched(String actor) {
    actors.add(actor);
  }

  /// All actors that were sent anything.
  List<String> actors() {
    return List.copyOf(actors);
  }

  /// A state was saved; it is the one before and at most one attempt more, or it was cleared.
  ///
  /// @param text what is stored; empty if it was cleared
  Optional<String> stored(String actor, String text) {
    List<String> now = new ArrayList<>();
    Matcher matcher = STORED.matcher(text);
    while (matcher.find()) {
      now.add(matcher.group(1));
    }
    List<String> before = logs.getOrDefault(actor, List.of());
    logs.put(actor, now);
    if (now.isEmpty()) {
      return Optional.empty();
    }
    stored.add(now.getLast());
    boolean grown = now.size() <= before.size() + 1 && now.size() >= before.size();
    return grown && now.subList(0, before.size()).equals(before)
        ? Optional.empty()
        : Optional.of("%s had %s and was saved as %s".formatted(actor, before, now));
  }

  /// Whether an answer shows something that was never saved.
  Optional<String> unsaved(String actor, List<String> answer) {
    return answer.stream()
        .filter(attempt -> !stored.contains(attempt))
        .findFirst()
        .map(attempt -> attempt + " of " + actor + " was answered and never saved");
  }

  /// Whether an answer lacks what it must show.
  static Optional<String> missing(String actor, List<String> answer, List<String> least) {
    return least.stream()
        .filter(attempt -> !answer.contains(attempt))
        .findFirst()
        .map(attempt -> attempt + " was acknowledged, and " + actor + " has only " + answer);
  }

  /// What is wrong with the log of an actor: a double, or an attempt that was refused.
  Optional<String> wrong(String actor, List<String> log) {
    if (new TreeSet<>(log).size() != log.size()) {
      return Optional.of(actor + " has an attempt twice: " + log);
    }
    return log.stream()
        .filter(neverRan::contains)
        .findFirst()
        .map(attempt -> actor + " has " + attempt + ", which was refused");
  }
}
