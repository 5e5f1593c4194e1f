package dev.moonpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.Task;
import dev.moonpool.foundation.system.SystemProviders;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The bank on real processes, sockets and files.
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class BankCommandIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final SystemProviders system = SystemProviders.start(1);
  private final Providers providers = system.providers();

  @AfterEach
  void close() {
    system.close();
  }

  @Test
  @Tag("A31")
  void bank_onThreeProcesses_conservesMoneyAndLeavesNothing(@TempDir Path folder) {
    Ran ran = Ran.command("bank", "--seconds", "2", "--json", "--store", folder.toString());

    assertThat(ran.err() + ran.out()).contains("\"conserved\":true");
    assertThat(ran.exitCode()).isEqualTo(ExitCode.SUCCESS.number());
    assertThat(ran.out()).startsWith("{\"nodes\":3,\"accounts\":100,").hasLineCount(1);
    assertThat(folder.resolve("bank.db")).exists();
    assertThat(nodeProcesses(ProcessHandle.current())).isEmpty();
  }

  @Test
  void bank_portInUse_isOneLine() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Ran ran = Ran.command("bank", "--nodes", "1", "--port", "" + taken.getLocalPort());

      assertThat(ran.err())
          .startsWith("moonpool: node 127.0.0.1:" + taken.getLocalPort() + " did not start")
          .contains("in use")
          .hasLineCount(1);
      assertThat(ran.exitCode()).isEqualTo(ExitCode.ENVIRONMENT.number());
    }
  }

  @Test
  void bank_folderMissing_isOneLine(@TempDir Path folder) {
    Path missing = folder.resolve("missing");

    Ran ran = Ran.command("bank", "--store", missing.toString());

    assertThat(ran.err()).startsWith("moonpool: there is no folder " + missing).hasLineCount(1);
    assertThat(ran.exitCode()).isEqualTo(ExitCode.ENVIRONMENT.number());
  }

  @Test
  void node_folderMissing_isOneLine(@TempDir Path folder) {
    Path missing = folder.resolve("missing").resolve("bank.db");

    Ran ran = Ran.command("node", "--listen", "127.0.0.1:1", "--store", missing.toString());

    assertThat(ran.err()).startsWith("moonpool: there is no folder").hasLineCount(1);
    assertThat(ran.exitCode()).isEqualTo(ExitCode.ENVIRONMENT.number());
  }

  @Test
  void node_notAmongItsNodes_isUsageAndMakesNoFile(@TempDir Path folder) {
    String store = folder.resolve("bank.db").toString();
    Ran absent =
        Ran.command(
            "node", "--listen", "127.0.0.1:7001", "--nodes", "127.0.0.1:7002", "--store", store);
    assertThat(absent.exitCode()).isEqualTo(ExitCode.USAGE.number());
    assertThat(absent.err()).startsWith("moonpool: --nodes").contains("7001").hasLineCount(1);

    String twice = "127.0.0.1:7001,127.0.0.1:7001";
    Ran named =
        Ran.command("node", "--listen", "127.0.0.1:7001", "--nodes", twice, "--store", store);
    assertThat(named.exitCode()).isEqualTo(ExitCode.USAGE.number());
    assertThat(named.err()).startsWith("moonpool: --nodes").contains("twice").hasLineCount(1);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void bank_badNumbers_areUsage() {
    assertThat(Ran.command("bank", "--nodes", "17").err()).contains("--nodes is from 1 to 16");
    assertThat(Ran.command("bank", "--accounts", "1").exitCode())
        .isEqualTo(ExitCode.USAGE.number());
    assertThat(Ran.command("node", "--listen", "nowhere", "--store", "x").err())
        .contains("--listen")
        .contains("'nowhere'");
    assertThat(Ran.command("simulate", "bank", "--seed", "0xz").err()).contains("'0xz'");
    assertThat(Ran.command("simulate", "bank", "--topology", "2by2").err()).contains("2by2");
  }

  @Test
  void bank_nodeKilled_isOneLineAndEndsTheOthers() throws Exception {
    AtomicReference<Ran> ran = new AtomicReference<>();
    Task bank =
        providers
            .tasks()
            .startPlatform("bank", () -> ran.set(Ran.command("bank", "--seconds", "120")));
    await("three nodes", () -> nodeProcesses(ProcessHandle.current()).size() == 3);

    nodeProcesses(ProcessHandle.current()).getFirst().destroyForcibly();
    await("the end of the bank", bank::isDone);

    assertThat(ran.get().exitCode()).isIn(ExitCode.FAILURE.number(), ExitCode.ENVIRONMENT.number());
    assertThat(ran.get().err()).contains("moonpool: node 127.0.0.1:").contains("exit code 137");
    assertThat(nodeProcesses(ProcessHandle.current())).isEmpty();
  }

  @Test
  void bank_interrupted_endsItsNodesAndRemovesItsFiles(@TempDir Path temporary) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-Djava.io.tmpdir=" + temporary);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), "bank"));
    command.addAll(List.of("--seconds", "120"));
    Process bank =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      await("three nodes", () -> nodeProcesses(bank.toHandle()).size() == 3);
      List<ProcessHandle> nodes = nodeProcesses(bank.toHandle());

      bank.destroy();
      await("the end of the bank", () -> !bank.isAlive());

      await("the end of its nodes", () -> nodes.stream().noneMatch(ProcessHandle::isAlive));
      assertThat(bank.exitValue()).isNotZero();
      try (Stream<Path> left = Files.list(temporary)) {
        assertThat(left.map(path -> path.getFileName().toString()))
            .noneMatch(name -> name.startsWith("moonpool-bank-") || name.startsWith("sqlite-"));
      }
    } finally {
      bank.destroyForcibly();
    }
  }

  @Test
  void simulateBank_oneSeed_givesTheSameTraceInTwoJvms() {
    Ran ran = Ran.command("simulate", "bank", "--seed", "0x5eed");

    assertThat(ran.out()).contains("seed 0x5eed, trace hash ").endsWith(": passed\n");
    assertThat(ran.exitCode()).isEqualTo(ExitCode.SUCCESS.number());
  }

  @Test
  @Tag("S18")
  void simulateBank_aFewSeeds_reportsThemAsTextAndJson(@TempDir Path folder) throws IOException {
    Path json = folder.resolve("report.json");

    Ran ran =
        Ran.command(
            "simulate",
            "bank",
            "--seeds",
            "4",
            "--workers",
            "1",
            "--first-seed",
            "1",
            "--json",
            json.toString());

    assertThat(ran.out()).contains("bank 2x2 chaos: 4 seeds from 0x1").contains("none failed");
    assertThat(ran.exitCode()).isEqualTo(ExitCode.SUCCESS.number());
    assertThat(Files.readString(json)).startsWith("{").contains("bank.completed");
  }

  /// All children are nodes: nothing else of this class is running meanwhile.
  private static List<ProcessHandle> nodeProcesses(ProcessHandle parent) {
    return parent.children().filter(ProcessHandle::isAlive).toList();
  }

  private void await(String what, BooleanSupplier condition) throws InterruptedException {
    long start = providers.time().nanoTime();
    while (!condition.getAsBoolean()) {
      if (providers.time().nanoTime() - start > PATIENCE.toNanos()) {
        throw new AssertionError("waited " + PATIENCE + " for " + what);
      }
      providers.time().sleep(Duration.ofMillis(50));
    }
  }
}
