package dev.moonpool.benchmarks;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// The command `./moonpool bench`.
///
/// Exit codes: 0 everything that was asked for has been measured (reached or not), 1 a benchmark
/// failed or the report could not be written, 2 the command line was not understood.
public final class Main {
  private static final String HELP =
      """
      Measures Moonpool beside its peers, in one JMH run.

      Usage: ./moonpool bench actors|websocket [options]

        actors          beside Pekko 1.7.0 and a bare Netty echo; about 13 minutes on two cores
                        groups: %s
        websocket       beside OkHttp, the JDK's client, Jetty, Java-WebSocket and a bare Netty
                        pipeline, all against one server in a process of its own; about 9 minutes
                        groups: %s

        --quick         shorter iterations: about half the time, figures to look at, not to quote
        --only LIST     only these groups, separated by commas
        --json FILE     also writes every figure to FILE
        --verbose       shows JMH's own output
        --help          this text

      Each trial prints a line. The run ends in a table with the median of the iterations, their
      spread, the ratio to the best of the peers, and whether the target was reached.
      """;

  private Main() {}

  /// Runs the command and exits.
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.exit(run(arguments, out));
  }

  static int run(String[] arguments, PrintStream out) {
    Locale.setDefault(Locale.ROOT); // figures look the same everywhere
    RunOptions options;
    try {
      options = RunOptions.parse(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println("moonpool bench: " + e.getMessage());
      System.err.println("See ./moonpool bench --help");
      return 2;
    }
    if (options.help()) {
      out.printf(
          HELP,
          String.join(", ", Suite.ACTORS.names()),
          String.join(", ", Suite.WEBSOCKET.names()));
      return 0;
    }
    return new SuiteRun(options, out).run();
  }
}
