package dev.moonpool.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Runs suites that others have written against what Moonpool implements; its subcommands say
/// which.
@Command(
    name = "conformance",
    description = "Runs others' conformance suites against Moonpool.",
    synopsisSubcommandLabel = "SUITE",
    mixinStandardHelpOptions = true,
    subcommands = ConformanceWebSocketCommand.class)
final class ConformanceCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    CommandLine line = spec.commandLine();
    line.usage(line.getErr());
    return ExitCode.USAGE.number();
  }
}
