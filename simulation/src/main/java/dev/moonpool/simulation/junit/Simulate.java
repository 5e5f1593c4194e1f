package dev.moonpool.simulation.junit;

import dev.moonpool.simulation.Profile;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.function.Supplier;
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
/// The first seed that fails fails the test, with what happened last and a line that runs that seed
/// alone: `-Dmoonpool.seed=0x…` (or `MOONPOOL_SEED` in the environment) replaces all seeds by the
/// one. Without it the seeds are the same in each run: they begin at one that comes from the test's
/// name, or at `firstSeed`, or at what `-Dmoonpool.firstSeed=0x…` says.
///
/// A failing seed is run a second time before it is reported, and of those that pass the first and
/// each 32nd; if the two runs differ the test fails as NOT DETERMINISTIC. So the method is called
/// again with the same seed, and must prepare the same world.
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

  /// The profile's name; the usual one if neither this nor [#profileBy] is given.
  String profile() default "";

  /// A class that makes the profile, instead of its name; it has a constructor without parameters:
  ///
  /// ```java
  /// static final class NoFlips implements Supplier<Profile> {
  ///   @Override
  ///   public Profile get() {
  ///     return Profile.CHAOS.without(FaultFamily.BIT_FLIP);
  ///   }
  /// }
  /// ```
  Class<? extends Supplier<Profile>> profileBy() default ByName.class;

  /// The first seed as `0x…`; the others follow it one by one.
  String firstSeed() default "";

  /// Calls of the program that read a clock, draw a random number or start a thread, and are meant
  /// to: by what is called, such as `Instant.now`, or by where it stands, as the full name of a
  /// class
  /// or of a method in it, such as `com.acme.Metrics.record`.
  ///
  /// Other such calls fail the test before the first seed: the class files of the program are read
  /// from the method on, as far as calls lead.
  String[] allowedCalls() default {};

  /// Stands for no class in [#profileBy].
  final class ByName implements Supplier<Profile> {
    private ByName() {}

    @Override
    public Profile get() {
      return Profile.CHAOS;
    }
  }
}
