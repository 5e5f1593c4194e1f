package dev.moonpool.simulation.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.simulation.Process;
import dev.moonpool.simulation.ProcessContext;
import dev.moonpool.simulation.Simulation;
import dev.moonpool.simulation.WorkloadContext;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Which calls of a program are found, and which are left alone.
@Tag("field-O2")
class CodeScanTest {
  @Test
  void scan_clockInAProcess_namesCallPlaceReplacementAndPath() {
    String found = only("process");

    assertThat(found)
        .contains("Instant.now at dev.moonpool.simulation.scan.CodeScanTest$Clocked.start")
        .containsPattern("CodeScanTest.java:\\d+")
        .contains("it reads the real clock", "Use context.now()", "Programs.process");
  }

  @Test
  void scan_callsInALambdaInAMethodReferenceAndBehindAnInterface_areFound() {
    assertThat(scan("lambda").forbidden()).singleElement().asString().contains("UUID.randomUUID");
    assertThat(scan("reference").forbidden()).singleElement().asString().contains("Instant.now");
    assertThat(scan("behindAnInterface").forbidden())
        .singleElement()
        .asString()
        .contains("ThreadLocalRandom.current");
  }

  @Test
  void scan_everyKindOfCall_isFoundOnce() {
    assertThat(scan("everything").forbidden())
        .extracting(text -> text.strip().replaceFirst(" at .*\n.*", ""))
        .containsExactlyInAnyOrder(
            "System.nanoTime",
            "TimeUnit.sleep",
            "CountDownLatch.await",
            "ReentrantLock.tryLock",
            "CompletableFuture.orTimeout",
            "Object.wait",
            "new Random",
            "Math.random",
            "Collections.shuffle",
            "CompletableFuture.supplyAsync",
            "new Thread",
            "List.parallelStream",
            "Set.of");
  }

  @Test
  void scan_whatNoWorldReaches_isLeftAlone() {
    assertThat(scan("clean").forbidden()).isEmpty();
  }

  @Test
  void scan_unorderedCollections_areSuspiciousOnly() {
    CodeScan scan = scan("suspicious");

    assertThat(scan.forbidden()).isEmpty();
    assertThat(scan.suspicious()).hasSize(2);
    assertThat(scan.suspicion()).contains("Set.of at ", "System.identityHashCode at ");
  }

  @Test
  void scan_allowedByNameOrPlace_isNotReported() {
    String type = Clocked.class.getName();
    for (String allowed : List.of("Instant.now", "java.time.Instant.now", type, type + ".start")) {
      assertThat(CodeScan.of(Programs.class, "process", Set.of(allowed)).forbidden())
          .as(allowed)
          .isEmpty();
    }
    assertThat(CodeScan.of(Programs.class, "process", Set.of("UUID.randomUUID")).forbidden())
        .hasSize(1);
  }

  @Test
  void fingerprint_sameCode_isTheSame() {
    assertThat(CodeFingerprint.of(Programs.class))
        .isEqualTo(CodeFingerprint.of(Programs.class))
        .isNotEqualTo(CodeFingerprint.of(Ban.class));
  }

  private static String only(String method) {
    List<String> forbidden = scan(method).forbidden();
    assertThat(forbidden).hasSize(1);
    return forbidden.getFirst();
  }

  private static CodeScan scan(String method) {
    return CodeScan.of(Programs.class, method, Set.of());
  }

  /// What the tests above read; nothing of it runs.
  static final class Programs {
    void process(Simulation simulation) {
      simulation.processes(Clocked::new);
    }

    void lambda(Simulation simulation) {
      simulation.processes(() -> context -> {});
      simulation.workloads(() -> context -> context.trace(UUID.randomUUID().toString()));
    }

    void reference(Simulation simulation) {
      Supplier<Instant> clock = Instant::now;
      simulation.workloads(() -> context -> context.trace(clock.get().toString()));
    }

    void behindAnInterface(Simulation simulation) {
      Numbers numbers = new Drawn();
      simulation.workloads(() -> context -> context.trace("" + numbers.next()));
    }

    void everything(Simulation simulation) {
      simulation.workloads(() -> Programs::all);
    }

    void clean(Simulation simulation) {
      simulation.workloads(() -> context -> context.trace(Idle.NAME + new Idle().at(null)));
    }

    void suspicious(Simulation simulation) {
      Set<String> names = Set.of("a", "b");
      simulation.workloads(
          () -> context -> context.trace(names + " " + System.identityHashCode(context)));
    }

    private static void all(WorkloadContext context) throws Exception {
      context.trace("" + System.nanoTime());
      TimeUnit.SECONDS.sleep(1);
      context.trace("" + new CountDownLatch(1).await(1, TimeUnit.SECONDS));
      context.trace("" + new ReentrantLock().tryLock(1, TimeUnit.SECONDS));
      context.trace("" + new CompletableFuture<>().orTimeout(1, TimeUnit.SECONDS));
      context.wait(1);
      context.trace("" + new Random().nextInt() + new Random(1).nextInt() + Math.random());
      Collections.shuffle(new ArrayList<>());
      Collections.shuffle(new ArrayList<>(), new Random(2));
      context.trace("" + CompletableFuture.supplyAsync(() -> ""));
      context.trace("" + CompletableFuture.supplyAsync(() -> "", Runnable::run));
      new Thread(() -> {}).start();
      context.trace("" + List.of(1).parallelStream());
      for (String word : Set.of("a", "b")) {
        context.trace(word);
      }
      for (String word : new LinkedHashSet<>(List.of("a"))) {
        context.trace(word);
      }
    }
  }

  private interface Numbers {
    int next();
  }

  private static final class Drawn implements Numbers {
    @Override
    public int next() {
      return ThreadLocalRandom.current().nextInt();
    }
  }

  /// Never used by a program above.
  private static final class Unused implements Numbers {
    @Override
    public int next() {
      return (int) System.currentTimeMillis();
    }
  }

  private static final class Idle {
    private static final String NAME = "idle";

    Instant at(Clock clock) {
      return clock == null ? Instant.EPOCH : Instant.now(clock);
    }

    static void main(String[] arguments) {
      System.out.println(Instant.now() + " " + new Unused().next());
    }
  }

  private static final class Clocked implements Process {
    @Override
    public void start(ProcessContext context) {
      context.trace(Instant.now().toString());
    }
  }
}
