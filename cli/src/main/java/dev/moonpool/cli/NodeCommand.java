package dev.moonpool.cli;

import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.runtime.ActorRuntime;
import dev.moonpool.actors.runtime.NetworkPreset;
import dev.moonpool.actors.runtime.RuntimeBuilder;
import dev.moonpool.examples.bank.Bank;
import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.store.StoreException;
import dev.moonpool.foundation.system.SystemProviders;
import dev.moonpool.jdbc.SqliteStateStore;
import dev.moonpool.simulation.campaign.GracefulStop;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Runs one node of a cluster until it is told to end.
@Command(
    name = "node",
    description = "Runs one node of the bank until Ctrl-C.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Two nodes on one machine, each in its own terminal:",
      "  moonpool node --listen 127.0.0.1:7001 --nodes 127.0.0.1:7001,127.0.0.1:7002 \\",
      "                --store bank.db",
      "  moonpool node --listen 127.0.0.1:7002 --nodes 127.0.0.1:7001,127.0.0.1:7002 \\",
      "                --store bank.db",
      "",
      "Exit status: 0 ended as told, 2 wrong usage, 3 the port is taken or the store cannot",
      "be opened."
    })
final class NodeCommand implements Callable<Integer> {
  /// What a controlled node says once it takes requests.
  static final String READY = "ready";

  /// Nodes of a demo end together, so some wait in vain for others that have ended; all that
  /// matters is in the store by then.
  private static final Duration STOP_WITHIN = Duration.ofSeconds(2);

  @Option(
      names = "--listen",
      required = true,
      paramLabel = "HOST:PORT",
      description = "Where this node listens.")
  private String listen = "";

  @Option(
      names = "--nodes",
      split = ",",
      paramLabel = "HOST:PORT",
      description = "All nodes of the cluster, this one included. Default: this one alone.")
  private List<String> nodes = new ArrayList<>();

  @Option(
      names = "--store",
      required = true,
      paramLabel = "FILE",
      description = "The SQLite file that all nodes share; made if it is not there.")
  private Path store = Path.of("");

  @Option(
      names = "--controlled",
      hidden = true,
      description = "Obey lines on standard input, and end with it.")
  private boolean controlled;

  @Override
  public Integer call() throws Exception {
    NodeAddress address = Arguments.address("--listen", listen);
    List<NodeAddress> all = new ArrayList<>();
    for (String node : nodes) {
      all.add(Arguments.address("--nodes", node));
    }
    if (all.isEmpty()) {
      all.add(address);
    }
    checkNodes(address, all);
    Path folder = store.toAbsolutePath().getParent();
    if (folder != null) {
      StoreFolder.checkWritable(folder);
    }
    try (SystemProviders system = SystemProviders.start();
        SqliteStateStore states = openStore(system.providers())) {
      run(system.providers(), states, address, all);
    }
    return ExitCode.SUCCESS.number();
  }

  private static void checkNodes(NodeAddress address, List<NodeAddress> all) {
    if (!all.contains(address)) {
      throw new CommandException(
          ExitCode.USAGE,
          "--nodes names all nodes, this one too: %s is not among %s".formatted(address, all));
    }
    if (all.stream().distinct().count() != all.size()) {
      throw new CommandException(ExitCode.USAGE, "--nodes names a node twice: " + all);
    }
  }

  private void run(
      Providers providers, SqliteStateStore states, NodeAddress address, List<NodeAddress> all)
      throws IOException, InterruptedException {
    CountDownLatch told = new CountDownLatch(1);
    try (ActorRuntime runtime = start(providers, states, address, all);
        GracefulStop _ = GracefulStop.install(providers.time(), told::countDown)) {
      if (controlled) {
        // The one who started us sees to Ctrl-C, which the terminal sends to both.
        System.out.println(READY);
        obey(runtime);
      } else {
        System.err.println("node " + runtime.identity() + " is up; Ctrl-C ends it");
        told.await();
      }
    }
  }

  private SqliteStateStore openStore(Providers providers) {
    try {
      return SqliteStateStore.open(providers, store);
    } catch (StoreException e) {
      throw new CommandException(
          ExitCode.ENVIRONMENT,
          "the state store %s cannot be opened: %s".formatted(store, e.getMessage()),
          e);
    }
  }

  private ActorRuntime start(
      Providers providers, SqliteStateStore states, NodeAddress address, List<NodeAddress> all)
      throws IOException, InterruptedException {
    try {
      RuntimeBuilder builder =
          ActorRuntime.builder("bank")
              .providers(providers)
              .listen(address.toString())
              .nodes(all)
              .store(states)
              .network(NetworkPreset.LOCAL)
              .shutdownAtExit(false) // whoever told this process to end sees to the order
              .shutdownTimeout(STOP_WITHIN);
      Bank.definitions().forEach(builder::host);
      return builder.start();
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.ENVIRONMENT,
          "%s; choose another address, or end who has it".formatted(e.getMessage()),
          e);
    }
  }

  /// Reads lines until there are no more, which is when our parent has closed the pipe or died.
  private static void obey(ActorRuntime runtime) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String line = lines.readLine();
    while (line != null) {
      if (line.equals("stats")) {
        System.out.println(stats(runtime).line());
      }
      line = lines.readLine();
    }
  }

  private static NodeStats stats(ActorRuntime runtime) {
    var metrics = runtime.metrics();
    return new NodeStats(
        metrics.activations(),
        metrics.activated(),
        metrics.localCalls(),
        metrics.remoteCalls(),
        metrics.forwarded());
  }
}
