package dev.moonpool.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/// The `moonpool` command.
///
/// Subcommands are listed in [#commands]; a subcommand is a `Callable<Integer>` that gives the
/// number of an [ExitCode], or throws [CommandException].
@Command(
    name = "moonpool",
    description = "Virtual actors for Java, and a world to try them in.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    footer = {
      "",
      "Run by the launcher from the source tree:",
      "  test         Builds everything and runs the whole test suite.",
      "  bench        Runs the benchmarks: bench actors, bench websocket",
      "  install      Installs the artifacts into the local Maven repository",
      "  fmt          Formats the sources; fmt --check only looks.",
      "",
      "Exit status: 0 well, 1 came out badly, 2 wrong usage, 3 something is missing",
      "or taken, 10 invariant broken, 11 crash, 12 no convergence, 13 nondeterminism.",
      "Documentation: README.md and docs/help in the source tree."
    })
public final class Main {
  /// What every line of complaint begins with.
  static final String PREFIX = "moonpool: ";

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Logs what happens to standard error.")
  private boolean verbose;

  private Main() {}

  /// Runs the command and ends the JVM with its exit code.
  public static void main(String[] args) {
    System.exit(run(args));
  }

  /// Runs the command and gives its exit code; for tests.
  static int run(String... args) {
    Main main = new Main();
    CommandLine line = new CommandLine(main);
    for (Object command : commands()) {
      line.addSubcommand(command);
    }
    line.setUsageHelpWidth(100);
    line.setExecutionStrategy(
        parsed -> {
          if (main.verbose) {
            Logging.verbose();
          } else if (parsed.hasSubcommand() && tellsItself(parsed.subcommand())) {
            Logging.silent();
          } else {
            Logging.quiet();
          }
          return new CommandLine.RunLast().execute(parsed);
        });
    line.setParameterExceptionHandler(Main::usageError);
    line.setExecutionExceptionHandler((failure, at, parsed) -> failed(failure, at));
    if (args.length == 0) {
      line.usage(line.getErr());
      return ExitCode.USAGE.number();
    }
    return line.execute(args);
  }

  /// Whether a command says itself what goes wrong: simulated worlds break on purpose, and what
  /// becomes of a connection is what `ws` prints.
  private static boolean tellsItself(CommandLine.ParseResult command) {
    Object chosen = command.commandSpec().userObject();
    return chosen instanceof SimulateCommand
        || chosen instanceof WsCommand
        || chosen instanceof ConformanceCommand;
  }

  /// One object for each subcommand, in the order in which `--help` shows them.
  private static List<Object> commands() {
    return List.of(
        new BankCommand(),
        new NodeCommand(),
        new SimulateCommand(),
        new WsCommand(),
        new ConformanceCommand());
  }

  private static int usageError(ParameterException mistake, String[] args) {
    CommandLine at = mistake.getCommandLine();
    PrintWriter err = at.getErr();
    err.println(PREFIX + Arguments.withoutPasswords(String.valueOf(mistake.getMessage()), args));
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(mistake, err)) {
      err.println("See: " + at.getCommandSpec().qualifiedName() + " --help");
    }
    err.flush();
    return ExitCode.USAGE.number();
  }

  private static int failed(Exception failure, CommandLine at) {
    PrintWriter err = at.getErr();
    boolean stacks = System.getenv("MOONPOOL_STACKS") != null;
    if (failure instanceof CommandException told) {
      err.println(PREFIX + told.getMessage());
      if (stacks) {
        told.printStackTrace(err);
      }
      err.flush();
      return told.exitCode().number();
    }
    err.println("moonpool: this is a bug in Moonpool:");
    failure.printStackTrace(err);
    err.flush();
    return ExitCode.FAILURE.number();
  }

  /// The version line, from what the build wrote down.
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      Properties properties = new Properties();
      try (InputStream in = Main.class.getResourceAsStream("version.properties")) {
        if (in != null) {
          properties.load(in);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("version.properties cannot be read", e);
      }
      String version = properties.getProperty("version", "unknown");
      String commit = System.getProperty("moonpool.commit", "");
      String at = commit.isEmpty() ? "" : " (commit " + commit + ")";
      return new String[] {"moonpool " + version + at + ", Java " + Runtime.version()};
    }
  }
}
