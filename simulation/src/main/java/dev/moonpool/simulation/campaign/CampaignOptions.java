package dev.moonpool.simulation.campaign;

import dev.moonpool.simulation.Profile;
import dev.moonpool.simulation.Scenario;
import dev.moonpool.simulation.Topology;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/// What a campaign runs, and until when. Whichever end is reached first counts.
///
/// @param scenario what to run; forked workers make their own by its class's constructor without
///     parameters
/// @param topology how many workloads and processes
/// @param profile how rough the world is
/// @param firstSeed the first seed, the others follow it one by one; if absent the system draws it
/// @param seeds how many seeds at most
/// @param duration how long at most, in real time
/// @param untilAllMarks whether to end once every coverage mark that was passed was also true,
///     after at least a hundred seeds
/// @param untilStableSeeds end after so many seeds in a row without a new mark; 0 for never
/// @param workers how many processes run seeds; 0 for this one alone
/// @param keepGoing whether to go on after a failure
/// @param canaryEvery run each so-many-th seed again in another JVM; 0 for never
/// @param fullCoverage whether a mark that was never true fails the campaign
/// @param marksUnder the packages whose marks must be reached; empty for no list of unvisited marks
/// @param worker how worker processes are started
/// @param command what a replay line begins with, such as `./moonpool simulate bank`; empty for a
///     campaign of a program of its own
/// @param version what a replay line names as the version it was seen with
public record CampaignOptions(
    Scenario scenario,
    Topology topology,
    Profile profile,
    OptionalLong firstSeed,
    long seeds,
    Optional<Duration> duration,
    boolean untilAllMarks,
    long untilStableSeeds,
    int workers,
    boolean keepGoing,
    int canaryEvery,
    boolean fullCoverage,
    List<String> marksUnder,
    WorkerJvm worker,
    String command,
    String version) {

  /// Checks ranges and copies the list.
  public CampaignOptions {
    Objects.requireNonNull(scenario, "scenario");
    Objects.requireNonNull(topology, "topology");
    Objects.requireNonNull(profile, "profile");
    marksUnder = List.copyOf(marksUnder);
    List<String> mistakes = new ArrayList<>();
    check(seeds >= 1, "seeds is at least 1, not " + seeds, mistakes);
    check(workers >= 0 && workers <= 1_024, "workers is from 0 to 1024, not " + workers, mistakes);
    check(canaryEvery >= 0, "canaryEvery is not negative, but " + canaryEvery, mistakes);
    check(
        untilStableSeeds >= 0,
        "untilStableSeeds is not negative, but " + untilStableSeeds,
        mistakes);
    check(
        duration.isEmpty() || duration.get().isPositive(),
        "duration is positive, not " + duration,
        mistakes);
    if (!mistakes.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", mistakes));
    }
  }

  /// Options for this scenario: topology 2x2, chaos, 1,000 seeds, a worker for each core, a canary
  /// each hundred seeds, stopping at the first failure.
  public static Builder builder(Scenario scenario) {
    return new Builder(scenario);
  }

  /// The line that runs `seed` of this campaign again: of the command line, or of Java if the
  /// options name no command.
  public String replayLine(long seed) {
    if (command.isEmpty()) {
      return "Replay.once(options, 0x%sL).text()  // topology %s, profile %s, version %s"
          .formatted(Long.toHexString(seed), topology, profile.name(), version);
    }
    return "%s --topology %s --profile %s --seed 0x%s  # version %s"
        .formatted(command, topology, profile.name(), Long.toHexString(seed), version);
  }

  private static void check(boolean holds, String mistake, List<String> mistakes) {
    if (!holds) {
      mistakes.add(mistake);
    }
  }

  /// How worker processes are started: with this JVM's own `java` and class path.
  ///
  /// @param heap the largest heap of each, as `-Xmx` writes it
  /// @param classPathFirst what comes before this JVM's class path
  /// @param options further options of the JVM
  /// @param seedWallMax how long one seed may take in real time before its worker is ended and the
  ///     seed counts as stuck
  public record WorkerJvm(
      String heap, List<Path> classPathFirst, List<String> options, Duration seedWallMax) {
    /// 256 MB, nothing special, and two minutes for a seed.
    public static final WorkerJvm USUAL =
        new WorkerJvm("256m", List.of(), List.of(), Duration.ofMinutes(2));

    /// Copies the lists.
    public WorkerJvm {
      classPathFirst = List.copyOf(classPathFirst);
      options = List.copyOf(options);
    }
  }

  /// Collects options; [#build] checks them all at once.
  public static final class Builder {
    private final Scenario scenario;
    private Topology topology = new Topology(2, 2);
    private Profile profile = Profile.CHAOS;
    private OptionalLong firstSeed = OptionalLong.empty();
    private long seeds = 1_000;
    private Optional<Duration> duration = Optional.empty();
    private boolean untilAllMarks;
    private long untilStableSeeds;
    private int workers = Runtime.getRuntime().availableProcessors();
    private boolean keepGoing;
    private int canaryEvery = 100;
    private boolean fullCoverage;
    private List<String> marksUnder = List.of();
    private WorkerJvm worker = WorkerJvm.USUAL;
    private String command = "";
    private String version = System.getProperty("moonpool.commit", "unknown");

    private Builder(Scenario scenario) {
      this.scenario = Objects.requireNonNull(scenario, "scenario");
    }

    /// How many workloads and processes.
    public Builder topology(Topology chosen) {
      topology = chosen;
      return this;
    }

    /// How rough the world is.
    public Builder profile(Profile chosen) {
      profile = chosen;
      return this;
    }

    /// The first seed; the others follow it one by one.
    public Builder firstSeed(long seed) {
      firstSeed = OptionalLong.of(seed);
      return this;
    }

    /// How many seeds at most.
    public Builder seeds(long count) {
      seeds = count;
      return this;
    }

    /// How long at most, in real time.
    public Builder duration(Duration length) {
      duration = Optional.of(length);
      return this;
    }

    /// Ends once every mark that was passed was also true.
    public Builder untilAllMarks() {
      untilAllMarks = true;
      return this;
    }

    /// Ends after so many seeds in a row without a new mark.
    public Builder untilStable(long seedsWithoutNew) {
      untilStableSeeds = seedsWithoutNew;
      return this;
    }

    /// How many processes run seeds; 0 for this one alone.
    public Builder workers(int count) {
      workers = count;
      return this;
    }

    /// Goes on after a failure.
    public Builder keepGoing(boolean goOn) {
      keepGoing = goOn;
      return this;
    }

    /// Runs each so-many-th seed again in another JVM; 0 for never.
    public Builder canaryEvery(int each) {
      canaryEvery = each;
      return this;
    }

    /// Fails the campaign for a mark that was never true, or never visited under these packages.
    public Builder fullCoverage(List<String> packages) {
      fullCoverage = true;
      marksUnder = packages;
      return this;
    }

    /// Lists marks under these packages that no seed has visited, without failing for them.
    public Builder marksUnder(List<String> packages) {
      marksUnder = packages;
      return this;
    }

    /// How worker processes are started.
    public Builder worker(WorkerJvm jvm) {
      worker = jvm;
      return this;
    }

    /// What replay lines begin with, if a command line can run the scenario.
    public Builder command(String line) {
      command = line;
      return this;
    }

    /// What replay lines name as the version.
    public Builder version(String name) {
      version = name;
      return this;
    }

    /// The options, all checked.
    ///
    /// @throws IllegalArgumentException naming every mistake
    public CampaignOptions build() {
      return new CampaignOptions(
          scenario,
          topology,
          profile,
          firstSeed,
          seeds,
          duration,
          untilAllMarks,
          untilStableSeeds,
          workers,
          keepGoing,
          canaryEvery,
          fullCoverage,
          marksUnder,
          worker,
          command,
          version);
    }
  }
}
