package dev.moonpool.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Runs Autobahn's cases for clients against the WebSocket client.
@Command(
    name = "websocket",
    header = "Runs Autobahn's cases for clients against the WebSocket client.",
    description = {
      "Runs Autobahn's cases for clients against the WebSocket client: 301 of the suite itself,",
      "and the 216 about compression (12 and 13) of later releases on the suite's own",
      "permessage-deflate. The suite needs a Python 2.7."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Exit status: 0 every case passed, 1 one did not, 2 wrong usage,",
      "3 no Python 2.7, or no suite."
    })
final class ConformanceWebSocketCommand implements Callable<Integer> {
  private static final Pattern PATTERNS = Pattern.compile("[0-9.*]+(,[0-9.*]+)*");

  @Option(
      names = "--cases",
      paramLabel = "PATTERNS",
      description = "Which cases, such as 7.* or 1.1.1,12.*. Default: all")
  private String cases = "*";

  @Option(
      names = "--messages",
      paramLabel = "N",
      description =
          "How many messages each case about compression sends, 1 to 1000; later releases of"
              + " Autobahn send 1000. Default: ${DEFAULT-VALUE}")
  private int messages = 50;

  @Option(
      names = "--python",
      paramLabel = "FILE",
      description = "The Python 2.7 to use. Default: one that is found")
  private Optional<Path> python = Optional.empty();

  @Option(
      names = "--reports",
      paramLabel = "FOLDER",
      description = "Where the suite's reports go. Default: cli/target/conformance/reports")
  private Optional<Path> reports = Optional.empty();

  @Option(
      names = "--suite",
      paramLabel = "JAR",
      description = "The packed suite. Default: the one that the launcher has fetched")
  private Optional<Path> suite = Optional.empty();

  @Override
  public Integer call() throws Exception {
    Arguments.checkRange("--messages", messages, 1, 1_000);
    if (!PATTERNS.matcher(cases).matches()) {
      throw new CommandException(
          ExitCode.USAGE, "--cases are numbers and stars such as 7.*,9.1.1, not '" + cases + "'");
    }
    Path packed = suite.orElseGet(ConformanceWebSocketCommand::fetched);
    Path folder = packed.toAbsolutePath().resolveSibling("suite");
    Path into = reports.orElse(packed.toAbsolutePath().resolveSibling("reports"));
    ConformanceRun.Setup setup =
        new ConformanceRun.Setup(
            PythonTwo.find(python),
            ConformanceSuite.unpack(packed, folder),
            into.toAbsolutePath(),
            List.of(cases.split(",")),
            messages);
    ConformanceReport report = ConformanceRun.run(setup);
    System.out.print(report.text());
    System.out.println("reports in " + into.toAbsolutePath());
    System.out.flush();
    return (report.hasPassed() ? ExitCode.SUCCESS : ExitCode.FAILURE).number();
  }

  private static Path fetched() {
    String fetched = System.getProperty("moonpool.autobahn", "");
    if (fetched.isEmpty()) {
      throw new CommandException(
          ExitCode.ENVIRONMENT,
          "the suite is fetched by the launcher: run ./moonpool conformance websocket in the source"
              + " tree, or name the packed suite with --suite");
    }
    return Path.of(fetched);
  }
}
