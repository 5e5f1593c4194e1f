package dev.moonpool.examples.planted;

import dev.moonpool.simulation.Profile;
import dev.moonpool.simulation.Topology;
import java.util.OptionalLong;

/// The command line of [PlantedMain].
final class PlantedArguments {
  static final String HELP =
      """
      Usage: moonpool simulate planted [--seeds N] [--first-seed 0x…] [--workers N]
                                       [--only TEXT] [--list]
             moonpool simulate planted --scenario NAME --seed 0x… [--topology WxP]
                                       [--profile NAME]

      Plants known faults in the code, one at a time, and runs simulated worlds until one finds it.
      With --seed runs one world without a fault, here and in a second JVM.

        --seeds N          how many seeds a fault may need (default 1000)
        --first-seed 0x…   the first of them (default 0x1)
        --workers N        how many processes run them (default: one for each core)
        --only TEXT        only faults whose name contains this
        --list             names the faults and ends
        --scenario NAME    one of the scenarios that --list names
        --topology WxP     workloads and processes (default 2x3)
        --profile NAME     delays, frames, calm, light, chaos or aggressive (default chaos)
        --seed 0x…         the world

      Exit status: 0 every fault was found under the right name, 1 not so, 2 wrong usage;
      with --seed 0 it passed, 10 to 13 it failed.
      """;

  long seeds = 1_000;
  long firstSeed = 1;
  int workers = Runtime.getRuntime().availableProcessors();
  String only = "";
  boolean list;
  boolean help;
  String scenario = "actor-oracles";
  Topology topology = new Topology(2, 3);
  Profile profile = Profile.CHAOS;
  OptionalLong seed = OptionalLong.empty();

  /// @throws IllegalArgumentException saying what is wrong
  static PlantedArguments parse(String... args) {
    PlantedArguments arguments = new PlantedArguments();
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--list" -> arguments.list = true;
        case "--help", "-h" -> arguments.help = true;
        case "--seeds" -> arguments.seeds = number(args, ++i);
        case "--workers" -> arguments.workers = Math.toIntExact(number(args, ++i));
        case "--first-seed" -> arguments.firstSeed = seed(value(args, ++i));
        case "--only" -> arguments.only = value(args, ++i);
        case "--scenario" -> arguments.scenario = value(args, ++i);
        case "--topology" -> arguments.topology = Topology.parse(value(args, ++i));
        case "--profile" -> arguments.profile = profile(value(args, ++i));
        case "--seed" -> arguments.seed = OptionalLong.of(seed(value(args, ++i)));
        default -> throw new IllegalArgumentException("unknown option " + args[i]);
      }
    }
    return arguments;
  }

  private static Profile profile(String name) {
    return switch (name) {
      case "delays" -> PlantedFaults.delays();
      case "frames" -> PlantedFaults.frames();
      default -> Profile.named(name);
    };
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
