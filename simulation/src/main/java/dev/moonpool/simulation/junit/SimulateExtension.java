package dev.moonpool.simulation.junit;

import dev.moonpool.foundation.Randomness;
import dev.moonpool.simulation.Failure;
import dev.moonpool.simulation.Profile;
import dev.moonpool.simulation.SeedOutcome;
import dev.moonpool.simulation.Simulation;
import dev.moonpool.simulation.Topology;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.AnnotationSupport;

/// Runs the worlds that a method with [Simulate] prepares.
final class SimulateExtension implements InvocationInterceptor, ParameterResolver {
  private static final String ONE_SEED = "moonpool.seed";
  private static final String FIRST_SEED = "moonpool.firstSeed";

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Simulation.class;
  }

  /// The one of the first seed; [#interceptTestMethod] makes the worlds that are run.
  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Plan plan = plan(context.getRequiredTestMethod());
    return Simulation.of(plan.firstSeed, plan.topology, plan.profile);
  }

  @Override
  public void interceptTestMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    invocation.skip();
    Method prepare = method.getExecutable();
    if (!Arrays.equals(prepare.getParameterTypes(), new Class<?>[] {Simulation.class})) {
      throw new ExtensionConfigurationException(
          prepare + " carries @Simulate, so it has one parameter, a Simulation");
    }
    prepare.setAccessible(true);
    Plan plan = plan(prepare);
    for (int i = 0; i < plan.seeds; i++) {
      SeedOutcome outcome =
          run(plan, plan.firstSeed + i, prepare, context.getRequiredTestInstance());
      if (!outcome.passed()) {
        throw new AssertionError(message(outcome, i, prepare));
      }
    }
  }

  private static SeedOutcome run(Plan plan, long seed, Method prepare, Object test)
      throws Throwable {
    Simulation simulation = Simulation.of(seed, plan.topology, plan.profile);
    try {
      prepare.invoke(test, simulation);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
    return simulation.run();
  }

  private static String message(SeedOutcome outcome, int before, Method prepare) {
    Failure failure = outcome.failure().orElseThrow();
    return "%s%nseed %s failed after %,d that passed%nreplay: ./mvnw test -Dtest=%s#%s -D%s=%s%n%s"
        .formatted(
            failure,
            outcome.seedText(),
            before,
            prepare.getDeclaringClass().getSimpleName(),
            prepare.getName(),
            ONE_SEED,
            outcome.seedText(),
            failure.details());
  }

  private static Plan plan(Method method) {
    Simulate simulate =
        AnnotationSupport.findAnnotation(method, Simulate.class)
            .orElseThrow(
                () -> new ExtensionConfigurationException(method + " does not carry @Simulate"));
    if (simulate.seeds() < 1) {
      throw new ExtensionConfigurationException(
          method + ": seeds is at least 1, not " + simulate.seeds());
    }
    Topology topology = topology(simulate, method);
    Profile profile = Profile.named(simulate.profile());
    String one = System.getProperty(ONE_SEED, "");
    if (!one.isEmpty()) {
      return new Plan(parse(one), 1, topology, profile);
    }
    String first = System.getProperty(FIRST_SEED, simulate.firstSeed());
    long firstSeed = first.isEmpty() ? seedOf(method) : parse(first);
    return new Plan(firstSeed, simulate.seeds(), topology, profile);
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

  private static long parse(String seed) {
    if (!seed.startsWith("0x")) {
      throw new ExtensionConfigurationException("'" + seed + "' is no seed: it begins with 0x");
    }
    return Long.parseUnsignedLong(seed.substring(2), 16);
  }

  private static long seedOf(Method method) {
    String name = method.getDeclaringClass().getName() + "#" + method.getName();
    return Randomness.seeded(0).split(name).nextLong();
  }

  private record Plan(long firstSeed, int seeds, Topology topology, Profile profile) {}
}
