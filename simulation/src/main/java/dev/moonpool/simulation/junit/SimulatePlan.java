package dev.moonpool.simulation.junit;

import dev.moonpool.foundation.Randomness;
import dev.moonpool.simulation.Profile;
import dev.moonpool.simulation.Topology;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.platform.commons.support.AnnotationSupport;

/// What a method with [Simulate] is to run, from its annotation and from what the command line
/// says.
///
/// @param firstSeed the first seed
/// @param seeds how many
/// @param topology how many workloads and processes
/// @param profile how rough the worlds are
/// @param allowedCalls calls of the program that are not to be reported
/// @param expected what a replay line says of the run that failed; empty if this is none
record SimulatePlan(
    long firstSeed,
    int seeds,
    Topology topology,
    Profile profile,
    Set<String> allowedCalls,
    Optional<Expected> expected) {
  static final String ONE_SEED = "moonpool.seed";
  private static final String FIRST_SEED = "moonpool.firstSeed";

  /// @throws ExtensionConfigurationException naming the mistake
  static SimulatePlan of(Method method) {
    Simulate simulate =
        AnnotationSupport.findAnnotation(method, Simulate.class)
            .orElseThrow(() -> new ExtensionConfigurationException(method + " has no @Simulate"));
    if (simulate.seeds() < 1) {
      throw new ExtensionConfigurationException(
          method + ": seeds is at least 1, not " + simulate.seeds());
    }
    Topology topology = topology(simulate, method);
    Profile profile = profile(simulate, method);
    Set<String> allowed = new TreeSet<>(List.of(simulate.allowedCalls()));
    String one = setting(ONE_SEED);
    if (!one.isEmpty()) {
      Optional<Expected> expected = Expected.parse(setting(Expected.PROPERTY));
      return new SimulatePlan(parse(one), 1, topology, profile, allowed, expected);
    }
    String first = System.getProperty(FIRST_SEED, simulate.firstSeed());
    long firstSeed = first.isEmpty() ? seedOf(method) : parse(first);
    return new SimulatePlan(
        firstSeed, simulate.seeds(), topology, profile, allowed, Optional.empty());
  }

  /// A system property; or, because not every build tool hands those on to its tests, a variable of
  /// the environment: `MOONPOOL_SEED` for `moonpool.seed`.
  private static String setting(String property) {
    String variable =
        "MOONPOOL_" + property.substring("moonpool.".length()).toUpperCase(Locale.ROOT);
    String inherited = System.getenv(variable);
    return System.getProperty(property, inherited == null ? "" : inherited);
  }

  private static Topology topology(Simulate simulate, Method method) {
    boolean counted = simulate.workloads() != 0 || simulate.processes() != 0;
    if (counted && !simulate.topology().isEmpty()) {
      throw new ExtensionConfigurationException(
          method + " gives both a topology and counts of workloads and processes; give one");
    }
    if (counted) {
      return new Topology(simulate.workloads(), simulate.processes());
    }
    return simulate.topology().isEmpty() ? new Topology(2, 2) : Topology.parse(simulate.topology());
  }

  private static Profile profile(Simulate simulate, Method method) {
    boolean byClass = simulate.profileBy() != Simulate.ByName.class;
    if (!byClass) {
      return simulate.profile().isEmpty() ? Profile.CHAOS : Profile.named(simulate.profile());
    }
    if (!simulate.profile().isEmpty()) {
      throw new ExtensionConfigurationException(
          method + " gives both a profile and a class that makes one; give one");
    }
    try {
      Constructor<? extends Supplier<Profile>> constructor =
          simulate.profileBy().getDeclaredConstructor();
      constructor.setAccessible(true);
      return constructor.newInstance().get();
    } catch (ReflectiveOperationException e) {
      throw new ExtensionConfigurationException(
          "%s: %s makes no profile; it has a constructor without parameters that does not throw"
              .formatted(method, simulate.profileBy().getName()),
          e);
    }
  }

  private static long parse(String seed) {
    try {
      if (seed.startsWith("0x")) {
        return Long.parseUnsignedLong(seed.substring(2), 16);
      }
    } catch (NumberFormatException e) {
      throw new ExtensionConfigurationException("'" + seed + "' is no seed", e);
    }
    throw new ExtensionConfigurationException("'" + seed + "' is no seed: it begins with 0x");
  }

  private static long seedOf(Method method) {
    String name = method.getDeclaringClass().getName() + "#" + method.getName();
    return Randomness.seeded(0).split(name).nextLong();
  }
}
