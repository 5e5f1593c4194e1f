package dev.moonpool.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Runs a bank on several processes of this machine and audits it.
@Command(
    name = "bank",
    header = "Runs a bank on several processes of this machine, and audits it.",
    description = {
      "Runs a bank on several processes of this machine: accounts are actors, clients transfer",
      "money between them, and in the end an audit says whether any was lost or doubled."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Exit status: 0 money conserved, 1 money missing or a node died, 2 wrong usage,",
      "3 a port is taken, a folder is missing, or a node cannot start."
    })
final class BankCommand implements Callable<Integer> {
  @Option(
      names = "--nodes",
      paramLabel = "N",
      description = "How many node processes, 1 to 16. Default: ${DEFAULT-VALUE}")
  private int nodes = 3;

  @Option(
      names = "--accounts",
      paramLabel = "N",
      description = "How many accounts, 2 to 1000000. Default: ${DEFAULT-VALUE}")
  private int accounts = 100;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "How long clients begin transfers, 1 to 86400. Default: ${DEFAULT-VALUE}")
  private int seconds = 10;

  @Option(
      names = "--clients",
      paramLabel = "N",
      description = "How many clients at a time, 1 to 10000. Default: ${DEFAULT-VALUE}")
  private int clients = 16;

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      description = "Decides which transfers are made. Default: drawn")
  private Optional<String> seed = Optional.empty();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The first node's port, the others follow. Default: free ports")
  private Optional<Integer> port = Optional.empty();

  @Option(
      names = "--store",
      paramLabel = "FOLDER",
      description = "Keeps state and logs here. Default: a temporary folder, removed in the end")
  private Optional<Path> store = Optional.empty();

  @Option(names = "--json", description = "Prints the report as one line of JSON.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    Arguments.checkRange("--nodes", nodes, 1, 16);
    Arguments.checkRange("--accounts", accounts, 2, 1_000_000);
    Arguments.checkRange("--seconds", seconds, 1, 86_400);
    Arguments.checkRange("--clients", clients, 1, 10_000);
    if (port.isPresent()) {
      Arguments.checkRange("--port", port.get(), 1, 65_536L - nodes);
    }
    Optional<Long> chosen = seed.map(text -> Arguments.seed("--seed", text));
    BankRun.Setup setup =
        new BankRun.Setup(nodes, accounts, clients, Duration.ofSeconds(seconds), chosen, port);
    BankReport report = BankRun.run(setup, store);
    System.out.print(json ? report.json() : report.text());
    System.out.flush();
    return report.exitCode().number();
  }
}
