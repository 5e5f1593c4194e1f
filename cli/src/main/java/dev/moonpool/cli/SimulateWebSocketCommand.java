package dev.moonpool.cli;

import dev.moonpool.simulation.FaultFamily;
import dev.moonpool.simulation.Profile;
import dev.moonpool.simulation.Scenario;
import java.util.List;
import picocli.CommandLine.Command;

/// Runs WebSocket connections in simulated worlds, or one of them again.
///
/// The scenario and its server live in the tests of the source tree, which the launcher puts on the
/// class path.
@Command(
    name = "websocket",
    header = "Runs WebSocket connections in simulated worlds, with faults.",
    description = {
      "Runs WebSocket connections in simulated worlds: networks that fail, servers that crash,",
      "refuse, go mute, forget answers. Every seed is another world, and the same one each time it",
      "is run."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Exit status: 0 every seed passed, 10 an invariant was broken, 11 something crashed,",
      "12 a world did not converge, 13 a seed had two outcomes, 2 wrong usage."
    })
final class SimulateWebSocketCommand extends ScenarioCommand {
  private static final String SCENARIO = "dev.moonpool.websocket.campaign.WebSocketScenario";

  @Override
  Scenario scenario() {
    try {
      return Class.forName(SCENARIO)
          .asSubclass(Scenario.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ClassNotFoundException e) {
      throw new CommandException(
          ExitCode.ENVIRONMENT,
          "the WebSocket scenario is part of the source tree's tests; run ./moonpool from one",
          e);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("no scenario " + SCENARIO, e);
    }
  }

  @Override
  List<String> marksUnder() {
    return List.of("dev.moonpool.websocket");
  }

  /// Frames have no checksum, and there is no store.
  @Override
  Profile suited(Profile chosen) {
    return chosen.without(FaultFamily.BIT_FLIP, FaultFamily.STORE);
  }
}
