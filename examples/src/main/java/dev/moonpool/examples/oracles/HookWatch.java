package dev.moonpool.examples.oracles;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The hooks that run now, and the activations that have run their first hook and not their last.
final class HookWatch {
  private final Map<String, List<String>> running = new TreeMap<>();
  private final Map<String, String> active = new TreeMap<>();

  /// A hook begins.
  ///
  /// @param actor whose
  /// @param run the node's run
  /// @return what is wrong: another hook of the actor runs on this node, or, if `everywhere`, on
  /// any
  Optional<String> begin(String actor, String run, String hook, boolean everywhere) {
    List<String> others = running.computeIfAbsent(actor, _ -> new ArrayList<>());
    String now = run + " " + hook;
    Optional<String> wrong =
        others.stream()
            .filter(other -> everywhere || other.startsWith(run + " "))
            .findFirst()
            .map(other -> "%s of %s began while %s ran".formatted(now, actor, other));
    others.add(now);
    return wrong;
  }

  void end(String actor, String run, String hook) {
    List<String> others = running.get(actor);
    if (others != null) {
      others.remove(run + " " + hook);
    }
  }

  /// @return what is wrong: the node has such an activation already
  Optional<String> activated(String actor, String run) {
    String before = active.put(run + " " + actor, actor);
    return before == null
        ? Optional.empty()
        : Optional.of(actor + " was activated on " + run + ", where it is active already");
  }

  void deactivated(String actor, String run) {
    active.remove(run + " " + actor);
  }

  /// A node's run is over, gracefully or not.
  ///
  /// @return the activations whose last hook has not run
  List<String> over(String run) {
    running.values().forEach(hooks -> hooks.removeIf(hook -> hook.startsWith(run + " ")));
    List<String> left = active.keySet().stream().filter(a -> a.startsWith(run + " ")).toList();
    left.forEach(active::remove);
    return left;
  }
}
