package dev.moonpool.cli;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/// Plants known faults and looks whether simulations find them.
///
/// The faults live in the tests of the source tree, which the launcher puts on the class path; what
/// ships has none.
@Command(
    name = "planted",
    header = "Plants known faults in the code and looks whether they are found.",
    description = {
      "Plants known faults in the code, one at a time, and runs simulated worlds until one finds",
      "it, under the right name. Options: planted --help"
    })
final class SimulatePlantedCommand implements Callable<Integer> {
  private static final String MAIN = "dev.moonpool.examples.planted.PlantedMain";

  @Unmatched private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    try {
      Object run =
          Class.forName(MAIN)
              .getMethod("run", String[].class)
              .invoke(null, (Object) arguments.toArray(String[]::new));
      return (Integer) run;
    } catch (ClassNotFoundException e) {
      throw new CommandException(
          ExitCode.ENVIRONMENT,
          "the planted faults are part of the source tree's tests; run ./moonpool from one",
          e);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }
}
