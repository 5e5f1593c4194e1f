package dev.moonpool.cli;

import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.system.SystemProviders;
import dev.moonpool.simulation.campaign.GracefulStop;
import dev.moonpool.websocket.connection.Compression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// One run of the conformance cases: a server for those of the suite, one for those about
/// compression, and a client that goes through them one by one.
///
/// Whatever was started is ended, also on Ctrl-C.
final class ConformanceRun {
  private final Providers providers;
  private final Setup setup;
  private final AtomicBoolean interrupted = new AtomicBoolean();
  private final Thread runner = Thread.currentThread();
  private final boolean terminal = ProgressDisplay.isTerminal();
  private long shownNanos;

  private ConformanceRun(Providers providers, Setup setup) {
    this.providers = providers;
    this.setup = setup;
    this.shownNanos = providers.time().nanoTime();
  }

  /// What to run.
  ///
  /// @param python a Python 2.7
  /// @param suite the unpacked suite
  /// @param reports where reports and logs go
  /// @param patterns which cases
  /// @param messages how many messages each case about compression sends
  record Setup(Path python, Path suite, Path reports, List<String> patterns, int messages) {
    Setup {
      patterns = List.copyOf(patterns);
    }

    /// The patterns that mean cases of the suite, or those that mean cases about compression.
    List<String> patterns(boolean compression) {
      return patterns.stream().filter(pattern -> mayMean(pattern, compression)).toList();
    }

    private static boolean mayMean(String pattern, boolean compression) {
      boolean both = pattern.equals("*") || pattern.equals("1*");
      return both || (pattern.startsWith("12.") || pattern.startsWith("13.")) == compression;
    }
  }

  /// Runs all, and says what became of them.
  ///
  /// @throws CommandException if the servers cannot be started, or it was stopped
  static ConformanceReport run(Setup setup) throws IOException, InterruptedException {
    try (SystemProviders system = SystemProviders.start(1)) {
      ConformanceRun run = new ConformanceRun(system.providers(), setup);
      try (GracefulStop _ = GracefulStop.install(system.providers().time(), run::interrupt)) {
        return run.all();
      } catch (InterruptedException | CommandException e) {
        if (run.interrupted.get()) {
          throw new CommandException(ExitCode.FAILURE, "stopped before all cases were run", e);
        }
        throw e;
      }
    }
  }

  private void interrupt() {
    interrupted.set(true);
    runner.interrupt();
  }

  private ConformanceReport all() throws IOException, InterruptedException {
    List<Path> judged = new ArrayList<>();
    List<String> basic = setup.patterns(false);
    if (!basic.isEmpty()) {
      judged.add(run("suite.py", basic, List.of(), Optional.empty()));
    }
    List<String> compressed = setup.patterns(true);
    if (!compressed.isEmpty()) {
      // Everything compressed, and the server may ask for all that it can.
      Compression offer = Compression.DEFAULT.withThresholdBytes(0);
      String messages = Integer.toString(setup.messages());
      judged.add(run("deflate.py", compressed, List.of(messages), Optional.of(offer)));
    }
    return ConformanceReport.read(judged);
  }

  private Path run(
      String script, List<String> patterns, List<String> more, Optional<Compression> compression)
      throws IOException, InterruptedException {
    int port = LoopbackPorts.free(providers, 1).getFirst().port();
    Path reports = setup.reports().resolve(script.replace(".py", ""));
    Files.createDirectories(reports);
    Files.deleteIfExists(reports.resolve("index.json"));
    List<String> arguments = new ArrayList<>();
    arguments.add(setup.suite().toString());
    arguments.add(reports.toString());
    arguments.add(Integer.toString(port));
    arguments.add(String.join(",", patterns));
    arguments.addAll(more);
    try (ConformanceServer server =
        ConformanceServer.start(providers, setup.python(), script, reports, arguments)) {
      ConformanceClient client = new ConformanceClient(providers, port, compression);
      int count = client.caseCount();
      for (int number = 1; number <= count; number++) {
        server.checkAlive();
        show(script.replace(".py", ""), number, count);
        client.run(number);
      }
      client.updateReports();
      clear();
    }
    return reports.resolve("index.json");
  }

  private void show(String title, int number, int count) {
    long now = providers.time().nanoTime();
    boolean due = number == 1 || number == count || now - shownNanos > 5_000_000_000L;
    if (terminal) {
      System.err.print("\r%s: case %d of %d ".formatted(title, number, count));
    } else if (due) {
      shownNanos = now;
      System.err.println("%s: case %d of %d".formatted(title, number, count));
    }
    System.err.flush();
  }

  private void clear() {
    if (terminal) {
      System.err.print("\r" + " ".repeat(40) + "\r");
      System.err.flush();
    }
  }
}
