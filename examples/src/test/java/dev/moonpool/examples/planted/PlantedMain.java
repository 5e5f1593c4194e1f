package dev.moonpool.examples.planted;

import dev.moonpool.foundation.system.SystemProviders;
import dev.moonpool.simulation.Scenario;
import dev.moonpool.simulation.campaign.CampaignOptions;
import dev.moonpool.simulation.campaign.GracefulStop;
import dev.moonpool.simulation.campaign.ProgressLine;
import dev.moonpool.simulation.campaign.Replay;
import dev.moonpool.simulation.planted.Plant;
import dev.moonpool.simulation.planted.PlantedCampaign;
import dev.moonpool.simulation.planted.PlantedReport;
import java.util.List;

/// `moonpool simulate planted`: plants the faults of [PlantedFaults] and looks whether they are
/// found.
public final class PlantedMain {
  private static final int USAGE = 2;

  private PlantedMain() {}

  /// Runs the command and ends the JVM with its exit code.
  public static void main(String[] args) throws InterruptedException {
    System.exit(run(args));
  }

  /// Runs the command and gives its exit code.
  public static int run(String... args) throws InterruptedException {
    try {
      return run(PlantedArguments.parse(args));
    } catch (IllegalArgumentException e) {
      System.err.println("moonpool: " + e.getMessage() + "\nSee: moonpool simulate planted --help");
      return USAGE;
    }
  }

  private static int run(PlantedArguments arguments) throws InterruptedException {
    if (arguments.help) {
      System.out.print(PlantedArguments.HELP);
      return 0;
    }
    if (arguments.seed.isPresent()) {
      return replay(arguments, arguments.seed.getAsLong());
    }
    List<Plant> plants =
        PlantedFaults.all().stream()
            .filter(plant -> plant.name().contains(arguments.only))
            .toList();
    if (plants.isEmpty()) {
      throw new IllegalArgumentException("no planted fault is called '" + arguments.only + "'");
    }
    if (arguments.list) {
      plants.forEach(PlantedMain::describe);
      return 0;
    }
    return campaign(plants, arguments);
  }

  private static void describe(Plant plant) {
    System.out.printf(
        "%-48s  %s, %s: %s%n",
        plant.name(), plant.trial(), plant.site(), String.join(" / ", plant.invariants()));
  }

  private static int replay(PlantedArguments arguments, long seed) throws InterruptedException {
    CampaignOptions options =
        CampaignOptions.builder(scenario(arguments.scenario))
            .topology(arguments.topology)
            .profile(arguments.profile)
            .build();
    try (SystemProviders system = SystemProviders.start(1)) {
      Replay replay = Replay.twice(system.providers(), options, seed);
      System.out.print(replay.text());
      return replay.exitCode();
    }
  }

  private static Scenario scenario(String name) {
    return PlantedFaults.all().stream()
        .map(plant -> plant.trial().scenario())
        .filter(scenario -> scenario.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no scenario is called '" + name + "'"));
  }

  private static int campaign(List<Plant> plants, PlantedArguments arguments)
      throws InterruptedException {
    boolean terminal = System.console() != null && System.console().isTerminal();
    ProgressLine progress = new ProgressLine(System.err, terminal);
    try (SystemProviders system = SystemProviders.start(1)) {
      PlantedCampaign campaign =
          new PlantedCampaign(
              system.providers(),
              plants,
              new PlantedCampaign.Settings(
                  arguments.seeds, arguments.firstSeed, arguments.workers));
      try (GracefulStop _ = GracefulStop.install(system.providers().time(), campaign::stop)) {
        PlantedReport report =
            campaign.run(
                next -> {
                  progress.clear();
                  System.err.println(next);
                },
                progress);
        progress.clear();
        System.out.print(report.text());
        System.out.flush();
        boolean whole = report.findings().size() == plants.size();
        return whole ? report.exitCode() : 1;
      }
    }
  }
}
