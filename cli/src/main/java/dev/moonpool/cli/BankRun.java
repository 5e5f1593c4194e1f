package dev.moonpool.cli;

import dev.moonpool.actors.api.ActorException;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.runtime.ActorRuntime;
import dev.moonpool.actors.runtime.NetworkPreset;
import dev.moonpool.actors.runtime.RuntimeBuilder;
import dev.moonpool.examples.bank.Account;
import dev.moonpool.examples.bank.Auditor;
import dev.moonpool.examples.bank.Auditor.Audit;
import dev.moonpool.examples.bank.Teller;
import dev.moonpool.examples.bank.Transfer;
import dev.moonpool.examples.bank.load.TransferLoad;
import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.Randomness;
import dev.moonpool.foundation.Task;
import dev.moonpool.foundation.system.SystemProviders;
import dev.moonpool.simulation.campaign.GracefulStop;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// One run of the bank: starts the node processes, drives transfers as a client of theirs, audits.
///
/// Everything that was started is ended in reverse order, also on Ctrl-C.
final class BankRun implements AutoCloseable {
  private static final Duration START_PATIENCE = Duration.ofSeconds(30);
  private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(10);
  private static final Duration TRANSFER_PATIENCE = Duration.ofSeconds(60);

  /// Short beside the pauses of a healthy cluster, which are milliseconds.
  private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(5);

  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  private final Providers providers;
  private final Setup setup;
  private final List<NodeProcess> nodes = new ArrayList<>();
  private final AtomicBoolean interrupted = new AtomicBoolean();
  private final Thread runner = Thread.currentThread();

  private BankRun(Providers providers, Setup setup) {
    this.providers = providers;
    this.setup = setup;
  }

  /// What to run.
  record Setup(
      int nodes,
      int accounts,
      int clients,
      Duration length,
      Optional<Long> seed,
      Optional<Integer> firstPort) {}

  /// Runs all of it on the calling thread.
  ///
  /// @param folder where state is kept; none for a temporary one
  /// @throws CommandException if something is missing, a node dies, or somebody interrupts
  static BankReport run(Setup setup, Optional<Path> folder)
      throws IOException, InterruptedException {
    try (SystemProviders system = SystemProviders.start()) {
      BankRun run = new BankRun(system.providers(), setup);
      // The stop comes first, so that it lets the JVM end only after all else is closed.
      try (GracefulStop _ = GracefulStop.install(system.providers().time(), run::interrupt);
          StoreFolder store = StoreFolder.open(folder);
          run) {
        return run.withNodes(store);
      } catch (InterruptedException | CommandException e) {
        if (run.interrupted.get()) { // by Ctrl-C, which reaches the nodes as well and ends them
          throw new CommandException(ExitCode.FAILURE, "stopped before the audit", e);
        }
        throw e;
      }
    }
  }

  /// Whatever the running thread waits for, it stops waiting and cleans up.
  private void interrupt() {
    interrupted.set(true);
    runner.interrupt();
  }

  private BankReport withNodes(StoreFolder store) throws IOException, InterruptedException {
    List<NodeAddress> addresses = addresses();
    for (int i = 0; i < addresses.size(); i++) {
      nodes.add(NodeProcess.start(providers, addresses.get(i), addresses, store, i + 1));
    }
    for (NodeProcess node : nodes) {
      node.awaitReady(START_PATIENCE);
    }
    RuntimeBuilder client =
        ActorRuntime.builder("bank")
            .providers(providers)
            .nodes(addresses)
            .network(NetworkPreset.LOCAL)
            .shutdownAtExit(false); // interrupting the run comes first, or its calls would fail
    try (ActorRuntime runtime = client.start()) {
      return drive(runtime);
    } catch (Teller.UnfinishedException | ActorException e) {
      nodes.forEach(NodeProcess::checkAlive);
      throw new CommandException(
          ExitCode.FAILURE, "the bank does not answer: " + e.getMessage(), e);
    }
  }

  private BankReport drive(ActorRuntime runtime) throws InterruptedException {
    long seed = setup.seed().orElseGet(() -> providers.randomness().nextLong());
    Teller teller = new Teller(providers, ATTEMPT_TIMEOUT);
    // In a kept store each run needs names of its own, also with the same seed.
    String name = "t" + Long.toString(providers.time().now().toEpochMilli(), Character.MAX_RADIX);
    TransferLoad load =
        new TransferLoad(
            new Providers(
                providers.time(), providers.tasks(), providers.network(), Randomness.seeded(seed)),
            new TransferLoad.Options(
                setup.accounts(), setup.clients(), setup.length(), TRANSFER_PATIENCE, name),
            teller,
            key -> runtime.actor(Account.TYPE, key),
            key -> runtime.actor(Transfer.TYPE, key));
    load.open();
    transfer(load);
    Audit audit = new Auditor(providers, teller).audit(load.accounts(), TRANSFER_PATIENCE);
    List<BankReport.Node> told = new ArrayList<>();
    for (NodeProcess node : nodes) {
      told.add(new BankReport.Node(node.address(), node.stats(ANSWER_PATIENCE)));
    }
    return new BankReport(
        new BankReport.Setup(setup.accounts(), setup.clients(), seed),
        load.progress(),
        load.latencies(),
        told,
        load.openedCents(),
        audit);
  }

  private void transfer(TransferLoad load) throws InterruptedException {
    AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    Task clients =
        providers
            .tasks()
            .start(
                "clients",
                () -> {
                  try {
                    load.run();
                  } catch (RuntimeException e) {
                    failure.set(e);
                  } catch (InterruptedException e) {
                    load.stop();
                  }
                });
    ProgressDisplay display = new ProgressDisplay(System.err);
    try {
      while (!clients.isDone()) {
        providers.time().sleep(LOOK_EVERY);
        nodes.forEach(NodeProcess::checkAlive);
        display.show(load.progress(), load.latencies());
      }
    } finally {
      load.stop();
      display.clear();
    }
    RuntimeException failed = failure.get();
    if (failed != null) {
      throw failed;
    }
  }

  private List<NodeAddress> addresses() throws InterruptedException {
    if (setup.firstPort().isEmpty()) {
      return LoopbackPorts.free(providers, setup.nodes());
    }
    int first = setup.firstPort().get();
    return IntStream.range(first, first + setup.nodes())
        .mapToObj(port -> new NodeAddress("127.0.0.1", port))
        .toList();
  }

  /// Ends the node processes, all at the same time; at once if somebody waits for that.
  @Override
  public void close() {
    if (interrupted.get()) {
      nodes.forEach(NodeProcess::kill);
    }
    nodes.forEach(NodeProcess::stop);
    nodes.forEach(NodeProcess::close);
  }
}
