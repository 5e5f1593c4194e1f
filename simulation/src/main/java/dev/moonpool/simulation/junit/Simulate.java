package dev.moonpool.simulation.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/// A test that is simulated for many seeds.
///
/// The method has one parameter, a [dev.moonpool.simulation.Simulation], and prepares it; it is
/// called once for each seed, on the same test object, and each time the world is then run:
///
/// ```java
/// @Simulate(seeds = 1_000, topology = "2x2", profile = Simulate.CHAOS)
/// void moneyIsConserved(Simulation simulation) {
///   simulation.processes(BankNode::new);
///   simulation.workloads(TransferWorkload::new);
///   simulation.always("money is conserved", world -> …);
/// }
/// ```
///
/// The first seed that fails fails the test, with the failure's details and a line that runs that
/// seed alone: `-Dmoonpool.seed=0x…` replaces all seeds by the one. Without it the seeds are the
/// same in each run: they begin at one that comes from the test's name, or at `firstSeed`, or at
/// what `-Dmoonpool.firstSeed=0x…` says.
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Test
@ExtendWith(SimulateExtension.class)
@ResourceLock("dev.moonpool.simulation.world")
@SuppressWarnings("exports") // the extension is nobody else's
public @interface Simulate {
  /// The profile without faults.
  String CALM = "calm";

  /// The profile with few faults.
  String LIGHT = "light";

  /// The usual profile.
  String CHAOS = "chaos";

  /// The profile in which nearly everything goes wrong.
  String AGGRESSIVE = "aggressive";

  /// How many seeds.
  int seeds() default 100;

  /// How many workloads and processes, such as `2x2`; excludes [#workloads] and [#processes]. If
  /// none of the three is given it is `2x2`.
  String topology() default "";

  /// How many workloads; goes with [#processes].
  int workloads() default 0;

  /// How many processes; goes with [#workloads].
  int processes() default 0;

  /// The profile's name.
  String profile() default CHAOS;

  /// The first seed as `0x…`; the others follow it one by one.
  String firstSeed() default "";
}
