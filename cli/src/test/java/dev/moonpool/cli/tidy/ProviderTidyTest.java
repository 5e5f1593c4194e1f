package dev.moonpool.cli.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The one rule that makes simulation possible: whatever the world decides is asked of the
/// providers.
final class ProviderTidyTest {
  /// Who may do what is banned, and why.
  ///
  /// @param prefix the start of the full names of the classes that may
  /// @param bans the ids of what they may do; empty for everything
  /// @param reason why
  private record Exemption(String prefix, List<String> bans, String reason) {
    boolean covers(JavaClass user, Ban ban) {
      return user.getFullName().startsWith(prefix) && (bans.isEmpty() || bans.contains(ban.id()));
    }
  }

  private static final String SIMULATION = "dev.moonpool.simulation.";

  private static final List<Exemption> EXEMPTIONS =
      List.of(
          new Exemption("dev.moonpool.foundation.system.", List.of(), "it is the real world"),
          new Exemption(SIMULATION + "kernel.", List.of("pool"), "it is the scheduler"),
          new Exemption(
              SIMULATION + "network.SimNetwork",
              List.of("pool", "socket"),
              "its event loops are the simulated ones"),
          new Exemption(
              SIMULATION + "kernel.Watchdog",
              List.of(),
              "it watches the driver from outside, by the wall clock"),
          new Exemption(
              SIMULATION + "campaign.GracefulStop",
              List.of("thread", "exit"),
              "a shutdown hook is a thread"),
          new Exemption(
              SIMULATION + "campaign.WorkerMain",
              List.of("identity"),
              "it salts identity hash codes, so that the canary notices who depends on them"),
          new Exemption(
              "dev.moonpool.websocket.connection.HandlerClaims",
              List.of("reference"),
              "only memory depends on when a lost handler's claim goes"),
          new Exemption("dev.moonpool.benchmarks.", List.of(), "it measures the real world"),
          new Exemption(
              "dev.moonpool.foundation.Time",
              List.of("timed-wait"),
              "Time.await is the replacement"));

  private static JavaClasses classes;

  @BeforeAll
  static void importClasses() {
    classes = ShippedClasses.all();
  }

  @Test
  void shippedCode_outsideTheProviders_callsNothingBanned() {
    Set<String> found = new LinkedHashSet<>();
    eachBannedCall(
        (access, ban) -> {
          if (!exempt(access.getOriginOwner(), ban)) {
            found.add(
                "%s.%s in %s: %s. Use %s."
                    .formatted(
                        access.getTargetOwner().getSimpleName(),
                        access.getName(),
                        access.getSourceCodeLocation(),
                        ban.reason(),
                        ban.replacement()));
          }
        });
    assertThat(found).isEmpty();
  }

  @Test
  void bans_onTheRealProviders_findWhatThoseDo() {
    Set<String> found = new TreeSet<>();
    eachBannedCall(
        (access, ban) -> {
          if (access.getOriginOwner().getPackageName().equals("dev.moonpool.foundation.system")) {
            found.add(ban.id());
          }
        });
    assertThat(found)
        .contains("clock", "sleep", "thread", "exit", "timed-wait", "random", "socket");
  }

  private static void eachBannedCall(BiConsumer<JavaCodeUnitAccess<?>, Ban> visitor) {
    List<Ban> bans = Ban.all();
    for (JavaClass user : classes) {
      for (JavaCodeUnitAccess<?> access : user.getCodeUnitAccessesFromSelf()) {
        CodeUnitAccessTarget target = access.getTarget();
        Ban.Call call =
            Ban.Call.of(target.getOwner(), target.getName(), target.getRawParameterTypes());
        for (Ban ban : bans) {
          if (!isSuperConstructor(access) && ban.calls().test(call)) {
            visitor.accept(access, ban);
          }
        }
      }
    }
  }

  @Test
  void shippedCode_everywhere_keepsNoMutableStatics() {
    List<String> allowed =
        List.of(
            "dev.moonpool.foundation.Invariant.listener",
            "dev.moonpool.foundation.Coverage.recorder",
            "dev.moonpool.foundation.FaultPoint.plan",
            "dev.moonpool.foundation.SimulationTrace.recorder");
    List<String> found = new ArrayList<>();
    for (JavaClass owner : classes) {
      for (JavaField field : owner.getFields()) {
        Set<JavaModifier> modifiers = field.getModifiers();
        boolean mutable =
            modifiers.contains(JavaModifier.STATIC) && !modifiers.contains(JavaModifier.FINAL);
        if (mutable && !field.getName().startsWith("$") && !allowed.contains(field.getFullName())) {
          found.add(
              field.getFullName()
                  + " is static and not final: state belongs to an object, "
                  + "or a crashed simulated process leaves it behind for the next");
        }
      }
    }
    assertThat(found).isEmpty();
  }

  private static boolean exempt(JavaClass user, Ban ban) {
    return EXEMPTIONS.stream().anyMatch(exemption -> exemption.covers(user, ban));
  }

  /// A subclass of a banned class is found where it is created.
  private static boolean isSuperConstructor(JavaCodeUnitAccess<?> access) {
    return access.getTarget().getName().equals("<init>")
        && access.getOrigin().getName().equals("<init>")
        && access
            .getOriginOwner()
            .getRawSuperclass()
            .filter(access.getTargetOwner()::equals)
            .isPresent();
  }
}
