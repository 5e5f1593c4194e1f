package dev.moonpool.simulation.junit;

import dev.moonpool.simulation.Failure;
import dev.moonpool.simulation.SeedCheck;
import dev.moonpool.simulation.SeedOutcome;
import dev.moonpool.simulation.Simulation;
import dev.moonpool.simulation.scan.CodeFingerprint;
import dev.moonpool.simulation.scan.CodeScan;
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

/// Runs the worlds that a method with [Simulate] prepares.
final class SimulateExtension implements InvocationInterceptor, ParameterResolver {
  /// Of the seeds that pass, the first and each so-many-th are run twice.
  private static final int TWICE_EVERY = 32;

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Simulation.class;
  }

  /// The one of the first seed; [#interceptTestMethod] makes the worlds that are run.
  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    SimulatePlan plan = SimulatePlan.of(context.getRequiredTestMethod());
    return Simulation.of(plan.firstSeed(), plan.topology(), plan.profile());
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
    Class<?> type = context.getRequiredTestClass();
    SimulatePlan plan = SimulatePlan.of(prepare);
    CodeScan scan = CodeScan.of(type, prepare.getName(), plan.allowedCalls());
    if (!scan.forbidden().isEmpty()) {
      throw new AssertionError(
          "%s: %s%n%s%nA call that does no harm is allowed by its place or name, as"
                  .formatted(Failure.Kind.NONDETERMINISM.heading(), CodeScan.NAME, scan.text())
              + " @Simulate(allowedCalls = \"…\") says.");
    }
    try {
      runAll(plan, scan, new Prepared(type, prepare, context.getRequiredTestInstance()));
    } catch (PreparationFailure failure) {
      throw failure.thrown();
    }
  }

  private static void runAll(SimulatePlan plan, CodeScan scan, Prepared prepared) {
    SeedCheck check =
        new SeedCheck(
            seed -> {
              Simulation simulation = Simulation.of(seed, plan.topology(), plan.profile());
              prepared.prepare(simulation);
              return simulation;
            });
    for (int i = 0; i < plan.seeds(); i++) {
      long seed = plan.firstSeed() + i;
      SeedOutcome outcome = i % TWICE_EVERY == 0 ? check.runTwice(seed) : check.run(seed);
      Failure failure = outcome.failure().orElse(null);
      if (failure != null) {
        throw new AssertionError(message(failure, outcome, i, scan, prepared));
      }
      plan.expected().ifPresent(expected -> compare(expected, outcome, scan, prepared));
    }
  }

  /// A replay that passes is good news only if the code has changed since.
  private static void compare(
      Expected expected, SeedOutcome outcome, CodeScan scan, Prepared prepared) {
    if (expected.code() != CodeFingerprint.of(prepared.type)) {
      return;
    }
    throw new AssertionError(
        ("%s: the seed passed, but the replay line is of a run that failed, with the same code.%n"
                + "Expected trace hash %016x, got %016x. Something that no seed decides differs"
                + " from JVM to JVM: the order of a Set.of, Map.of, HashMap or Collectors.toSet, an"
                + " identity hash code, the system's clock, locale, properties or files.%n%s")
            .formatted(
                Failure.Kind.NONDETERMINISM.heading(),
                expected.traceHash(),
                outcome.traceHash(),
                scan.suspicion()));
  }

  private static String message(
      Failure failure, SeedOutcome outcome, int before, CodeScan scan, Prepared prepared) {
    Expected expected = new Expected(outcome.traceHash(), CodeFingerprint.of(prepared.type));
    boolean differs = failure.kind() == Failure.Kind.NONDETERMINISM;
    return "%s%nseed %s failed after %,d that passed%nreplay: %s%n%s%s"
        .formatted(
            failure,
            outcome.seedText(),
            before,
            ReplayLine.of(
                prepared.type, prepared.method.getName(), outcome.seedText(), expected.toString()),
            failure.details(),
            differs ? "\n" + scan.suspicion() : "");
  }

  /// What prepares each world.
  ///
  /// @param type the class of the test, which may inherit the method
  /// @param method the method with [Simulate]
  /// @param test the object to call it on
  private record Prepared(Class<?> type, Method method, Object test) {
    void prepare(Simulation simulation) {
      try {
        method.invoke(test, simulation);
      } catch (InvocationTargetException e) {
        throw new PreparationFailure(e.getTargetException());
      } catch (IllegalAccessException e) {
        throw new IllegalStateException("it was made accessible: " + method, e);
      }
    }
  }

  /// Carries what the test's method threw.
  private static final class PreparationFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PreparationFailure(Throwable cause) {
      super(cause);
    }

    Throwable thrown() {
      Throwable cause = getCause();
      return cause == null ? this : cause;
    }
  }
}
