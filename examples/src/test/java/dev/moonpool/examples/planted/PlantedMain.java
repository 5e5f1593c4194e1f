package dev.moonpool.examples.planted;

import dev.moonpool.foundation.system.SystemProviders;
import dev.moonpool.simulation.campaign.GracefulStop;
import dev.moonpool.simulation.campaign.ProgressLine;
import dev.moonpool.simulation.planted.Plant;
import dev.moonpool.simulation.planted.PlantedCampaign;
import dev.moonpool.simulation.planted.PlantedReport;
import java.util.List;

/// `moonpool simulate planted`: plants the faults of [PlantedFaults] and looks whether they are
/// found.
public final class PlantedMain {
  private static final int USAGE = 2;
  private static final String HELP =
      """
      Usage: moonpool simulate planted [--seeds N] [--first-seed 0x…] [--workers N]
                                       [--only TEXT] [--list]

      Plants known faults in the code, one at a time, and runs simulated worlds until one finds it.

        --seeds N          how many seeds a fault may need (default 1000)
        --first-seed 0x…   the first of them (default 0x1)
        --workers N        how many processes run them (default: one for each core)
        --only TEXT        only faults whose name contains this
        --list             names the faults and ends

      Exit status: 0 every fault was found under the right name, 1 not so, 2 wrong usage.
      """;

  private PlantedMain() {}

  /// Runs the command and ends the JVM with its exit code.
  public static void main(String[] args) throws InterruptedException {
    System.exit(run(args));
  }

  /// Runs the command and gives its exit code.
  public static int run(String... args) throws InterruptedException {
    Arguments arguments;
    try {
      arguments = Arguments.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println("moonpool: " + e.getMessage() + "\nSee: moonpool simulate planted --help");
      return USAGE;
    }
    if (arguments.help) {
      System.out.print(HELP);
      return 0;
    }
    List<Plant> plants =
        PlantedFaults.all().stream()
            .filter(plant -> plant.name().contains(arguments.only))
            .toList();
    if (plants.isEmpty()) {
      System.err.println("moonpool: no planted fault is called '" + arguments.only + "'");
      return USAGE;
    }
    if (arguments.list) {
      plants.forEach(PlantedMain::describe);
      return 0;
    }
    return campaign(plants, arguments);
  }

  private static void describe(Plant plant) {
    System.out.printf(
        "%-45s %s, %s: %s%n",
        plant.name(), plant.trial(), plant.site(), String.join(" / ", plant.invariants()));
  }

  private static int campaign(List<Plant> plants, Arguments arguments) throws InterruptedException {
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

  /// The command line.
  private static final class Arguments {
    private long seeds = 1_000;
    private long firstSeed = 1;
    private int workers = Runtime.getRuntime().availableProcessors();
    private String only = "";
    private boolean list;
    private boolean help;

    static Arguments parse(String... args) {
      Arguments arguments = new Arguments();
      for (int i = 0; i < args.length; i++) {
        switch (args[i]) {
          case "--list" -> arguments.list = true;
          case "--help", "-h" -> arguments.help = true;
          case "--seeds" -> arguments.seeds = number(args, ++i);
          case "--workers" -> arguments.workers = Math.toIntExact(number(args, ++i));
          case "--first-seed" -> arguments.firstSeed = seed(value(args, ++i));
          case "--only" -> arguments.only = value(args, ++i);
          default -> throw new IllegalArgumentException("unknown option " + args[i]);
        }
      }
      return arguments;
    }

    private static String value(String[] args, int at) {
      if (at >= args.length) {
        throw new IllegalArgumentException(args[at - 1] + " needs a value");
      }
      return args[at];
    }

    private static long number(String[] args, int at) {
      String value = value(args, at);
      if (!value.matches("[1-9][0-9]{0,8}")) {
        throw new IllegalArgumentException(
            args[at - 1] + " is a number from 1 on, not '" + value + "'");
      }
      return Long.parseLong(value);
    }

    private static long seed(String value) {
      if (!value.matches("0x[0-9a-fA-F]{1,16}")) {
        throw new IllegalArgumentException("a seed looks like 0x5eed, not '" + value + "'");
      }
      return Long.parseUnsignedLong(value.substring(2), 16);
    }
  }
}
