package dev.moonpool.simulation.planted;

import dev.moonpool.simulation.Profile;
import dev.moonpool.simulation.Scenario;
import dev.moonpool.simulation.Topology;
import java.util.List;
import java.util.Objects;

/// A fault to plant, and who must notice it.
///
/// @param name what is wrong, in a few words
/// @param trial what to run
/// @param invariants the names of failures that are the right ones for it
/// @param site the method that is changed
/// @param change how it is changed
public record Plant(String name, Trial trial, List<String> invariants, Site site, Change change) {
  /// Checks that nothing is missing.
  public Plant {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(trial, "trial");
    Objects.requireNonNull(site, "site");
    Objects.requireNonNull(change, "change");
    invariants = List.copyOf(invariants);
    if (invariants.isEmpty()) {
      throw new IllegalArgumentException("plant '" + name + "' names no invariant");
    }
  }

  /// What is run to find a fault.
  ///
  /// @param scenario the scenario
  /// @param topology how many workloads and processes
  /// @param profile how rough the world is
  public record Trial(Scenario scenario, Topology topology, Profile profile) {
    @Override
    public String toString() {
      return scenario.name() + " " + topology + " " + profile.name();
    }
  }

  /// A method.
  ///
  /// @param className the class's binary name, `$` before nested ones
  /// @param methodName the method's name, `<init>` for a constructor
  /// @param parameters how many parameters it has; -1 if the name is enough
  public record Site(String className, String methodName, int parameters) {
    /// The only method of this name.
    public static Site of(String className, String methodName) {
      return new Site(className, methodName, -1);
    }

    /// The only method of this name with so many parameters.
    public static Site of(String className, String methodName, int parameters) {
      return new Site(className, methodName, parameters);
    }

    @Override
    public String toString() {
      return className + "." + methodName + (parameters < 0 ? "" : "/" + parameters);
    }
  }
}
