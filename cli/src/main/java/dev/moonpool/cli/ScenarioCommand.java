package dev.moonpool.cli;

import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.system.SystemProviders;
import dev.moonpool.simulation.Profile;
import dev.moonpool.simulation.Scenario;
import dev.moonpool.simulation.Topology;
import dev.moonpool.simulation.campaign.Campaign;
import dev.moonpool.simulation.campaign.CampaignOptions;
import dev.moonpool.simulation.campaign.CampaignReport;
import dev.moonpool.simulation.campaign.GracefulStop;
import dev.moonpool.simulation.campaign.ProgressLine;
import dev.moonpool.simulation.campaign.Replay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/// Runs a scenario in simulated worlds, or one of them again: the options that all scenarios have.
abstract class ScenarioCommand implements Callable<Integer> {
  private static final long SEEDS_DEFAULT = 1_000;

  @Option(
      names = "--topology",
      paramLabel = "WxP",
      description = "How many workloads and processes. Default: ${DEFAULT-VALUE}")
  private String topology = "2x2";

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "How many seeds at most. Default: ${DEFAULT-VALUE}, with --minutes no limit")
  private long seeds = SEEDS_DEFAULT;

  @Option(
      names = "--minutes",
      paramLabel = "M",
      description = "How long at most. Default: no limit")
  private Optional<Double> minutes = Optional.empty();

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "How rough: calm, light, chaos or aggressive. Default: ${DEFAULT-VALUE}")
  private String profile = "chaos";

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      description = "Runs this seed alone, here and in a second JVM, and compares.")
  private Optional<String> seed = Optional.empty();

  @Option(
      names = "--first-seed",
      paramLabel = "SEED",
      description = "Where to begin; the others follow one by one. Default: drawn")
  private Optional<String> firstSeed = Optional.empty();

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description = "With --seed: writes every event to a file, or with - to standard output.")
  private Optional<String> trace = Optional.empty();

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "How many processes run seeds. Default: one for each core")
  private Optional<Integer> workers = Optional.empty();

  @Option(names = "--keep-going", description = "Goes on after a seed has failed.")
  private boolean keepGoing;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the report as JSON.")
  private Optional<Path> json = Optional.empty();

  @Option(names = "--junit", paramLabel = "FILE", description = "Writes the report as JUnit XML.")
  private Optional<Path> junit = Optional.empty();

  /// What is run. A new one each time it is asked.
  abstract Scenario scenario();

  /// The packages whose coverage marks it should reach.
  abstract List<String> marksUnder();

  /// The profile without the faults that make no sense for the scenario.
  Profile suited(Profile chosen) {
    return chosen;
  }

  @Override
  public final Integer call() throws Exception {
    CampaignOptions options = options();
    try (SystemProviders system = SystemProviders.start()) {
      return seed.isPresent()
          ? replay(system.providers(), options, Arguments.seed("--seed", seed.get()))
          : campaign(system.providers(), options);
    }
  }

  private CampaignOptions options() {
    try {
      Scenario scenario = scenario();
      CampaignOptions.Builder builder =
          CampaignOptions.builder(scenario)
              .command("./moonpool simulate " + scenario.name())
              .topology(Topology.parse(topology))
              .profile(suited(Profile.named(profile)))
              .keepGoing(keepGoing)
              .marksUnder(marksUnder())
              .seeds(minutes.isPresent() && seeds == SEEDS_DEFAULT ? Long.MAX_VALUE / 2 : seeds);
      minutes.ifPresent(length -> builder.duration(Duration.ofMillis(Math.round(length * 60_000))));
      workers.ifPresent(builder::workers);
      firstSeed.ifPresent(text -> builder.firstSeed(Arguments.seed("--first-seed", text)));
      return builder.build();
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  private int campaign(Providers providers, CampaignOptions options) throws Exception {
    Campaign campaign = new Campaign(providers, options);
    System.err.printf(
        "%s on %s, profile %s, from seed 0x%x%n",
        options.scenario().name(),
        options.topology(),
        options.profile().name(),
        campaign.firstSeed());
    try (GracefulStop _ = GracefulStop.install(providers.time(), campaign::stop)) {
      ProgressLine progress = new ProgressLine(System.err, ProgressDisplay.isTerminal());
      CampaignReport report = campaign.run(progress);
      progress.clear();
      System.out.print(report.text());
      System.out.flush();
      write(json, report.json());
      write(junit, report.junit());
      return report.exitCode();
    }
  }

  private int replay(Providers providers, CampaignOptions options, long chosen) throws Exception {
    Replay replay = Replay.twice(providers, options, chosen);
    if (trace.isPresent()) {
      List<String> lines = replay.outcome().trace();
      if (trace.get().equals("-")) {
        lines.forEach(System.out::println);
      } else {
        write(Optional.of(Path.of(trace.get())), String.join("\n", lines) + "\n");
      }
    }
    System.out.print(replay.text());
    System.out.flush();
    return replay.exitCode();
  }

  private static void write(Optional<Path> file, String text) {
    if (file.isEmpty()) {
      return;
    }
    try {
      Files.writeString(file.get(), text);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.ENVIRONMENT, "%s cannot be written: %s".formatted(file.get(), e), e);
    }
  }
}
