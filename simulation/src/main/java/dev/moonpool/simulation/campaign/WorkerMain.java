package dev.moonpool.simulation.campaign;

import dev.moonpool.simulation.Profile;
import dev.moonpool.simulation.Scenario;
import dev.moonpool.simulation.SeedOutcome;
import dev.moonpool.simulation.Topology;
import dev.moonpool.simulation.kernel.Watchdog;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The main class of a campaign's worker process: runs the seeds it is told and answers each.
///
/// Arguments: the scenario's class, the topology, the profile as [WorkerProtocol] writes it, and
/// how many identity hashes to use up first, which makes those of objects differ between workers as
/// they would between machines.
final class WorkerMain {
  private WorkerMain() {}

  public static void main(String[] args) throws IOException, ReflectiveOperationException {
    PrintStream answers =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    // What the program under test prints must not be taken for an answer.
    System.setOut(System.err);
    Topology topology = Topology.parse(args[1]);
    Profile profile = WorkerProtocol.decodeProfile(args[2]);
    Watchdog.useUpHashes(Integer.parseInt(args[3]));
    SeedRun runs = new SeedRun(scenario(args[0]), topology, profile);
    BufferedReader orders =
        new BufferedReader(
            new InputStreamReader(new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8));
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      answers.println(WorkerProtocol.encode(carryOut(order, runs)));
    }
    // Tasks of abandoned worlds may be left; they are nobody's any more.
    Runtime.getRuntime().halt(0);
  }

  /// A scenario by the name of its class, which needs a constructor without parameters.
  static Scenario scenario(String className) throws ReflectiveOperationException {
    var constructor = Class.forName(className).asSubclass(Scenario.class).getDeclaredConstructor();
    constructor.setAccessible(true);
    return constructor.newInstance();
  }

  private static SeedOutcome carryOut(String order, SeedRun runs) throws IOException {
    String[] words = order.split(" ", 3);
    long seed = WorkerProtocol.seed(words[1]);
    return switch (words[0]) {
      case "run" -> runs.checked(seed);
      case "trace" -> {
        SeedOutcome outcome = runs.traced(seed);
        Files.write(Path.of(words[2]), outcome.trace());
        yield outcome;
      }
      default -> throw new IllegalArgumentException("unknown order: " + order);
    };
  }
}
