package dev.moonpool.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Runs programs in simulated worlds; its subcommands say which.
@Command(
    name = "simulate",
    description = "Runs a program in many simulated worlds and looks for the one that breaks it.",
    synopsisSubcommandLabel = "SCENARIO",
    mixinStandardHelpOptions = true,
    subcommands = {
      SimulateActorsCommand.class,
      SimulateBankCommand.class,
      SimulateWebSocketCommand.class,
      SimulatePlantedCommand.class
    })
final class SimulateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    CommandLine line = spec.commandLine();
    line.usage(line.getErr());
    return ExitCode.USAGE.number();
  }
}
