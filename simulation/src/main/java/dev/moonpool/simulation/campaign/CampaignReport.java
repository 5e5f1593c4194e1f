package dev.moonpool.simulation.campaign;

import dev.moonpool.simulation.FaultFamily;
import dev.moonpool.simulation.Topology;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a campaign did and found.
///
/// @param scenario the scenario's name
/// @param topology how many workloads and processes
/// @param profile the profile's name
/// @param version what was simulated
/// @param extent which seeds were run
/// @param effort how much work it was
/// @param marks what was covered
/// @param faults how many faults of each family were injected
/// @param failures the seeds that failed, in order; at most 100 of them
/// @param failed how many seeds failed
/// @param slowest the slowest seeds, slowest first
public record CampaignReport(
    String scenario,
    Topology topology,
    String profile,
    String version,
    Extent extent,
    Effort effort,
    Marks marks,
    SortedMap<FaultFamily, Long> faults,
    List<SeedFailure> failures,
    long failed,
    List<Slow> slowest) {

  private static final int EXIT_LACKS_COVERAGE = 1;

  /// Copies the collections.
  public CampaignReport {
    faults = Collections.unmodifiableSortedMap(new TreeMap<>(faults));
    failures = List.copyOf(failures);
    slowest = List.copyOf(slowest);
  }

  /// Why a campaign ended.
  public enum End {
    /// All seeds were run.
    SEEDS("all seeds run"),
    /// The time was up.
    TIME("time was up"),
    /// Every mark that was passed was also true.
    ALL_MARKS("all marks reached"),
    /// No new mark for long enough.
    STABLE_COVERAGE("coverage stable"),
    /// A seed failed.
    FAILURE("first failure"),
    /// Somebody stopped it.
    STOPPED("stopped");

    private final String text;

    End(String text) {
      this.text = text;
    }

    /// In words.
    public String text() {
      return text;
    }
  }

  /// Which seeds were run.
  ///
  /// @param firstSeed the first
  /// @param seeds how many were run
  /// @param workers how many processes ran them; 0 for the campaign's own
  /// @param end why it ended
  public record Extent(long firstSeed, long seeds, int workers, End end) {}

  /// How much work it was.
  ///
  /// @param steps how many simulated events
  /// @param simulated how much virtual time
  /// @param seedTime how much real time the seeds took, added up over all workers
  /// @param wall how much real time passed, with the start of workers
  public record Effort(long steps, Duration simulated, Duration seedTime, Duration wall) {
    /// Virtual seconds for each second that a seed was running.
    public double simulatedPerSecond() {
      return perSecond(Durations.seconds(simulated));
    }

    /// Steps for each second that a seed was running.
    public double stepsPerSecond() {
      return perSecond(steps);
    }

    private double perSecond(double amount) {
      return seedTime.isZero() ? 0 : amount / Durations.seconds(seedTime);
    }
  }

  /// What was covered.
  ///
  /// @param counts how often each mark that was passed was true; 0 for never
  /// @param unvisited marks that are in the code and that no seed passed
  /// @param demanded whether all of them must be true
  public record Marks(SortedMap<String, Long> counts, List<String> unvisited, boolean demanded) {
    /// Copies the collections.
    public Marks {
      counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
      unvisited = List.copyOf(unvisited);
    }

    /// The marks that were passed and never true.
    public List<String> neverTrue() {
      return counts.entrySet().stream()
          .filter(mark -> mark.getValue() == 0)
          .map(SortedMap.Entry::getKey)
          .toList();
    }

    /// Whether coverage was demanded and some is missing.
    public boolean fail() {
      return demanded && !(neverTrue().isEmpty() && unvisited.isEmpty());
    }
  }

  /// A slow seed.
  ///
  /// @param seed the seed
  /// @param wall its real time
  /// @param steps its events
  public record Slow(long seed, Duration wall, long steps) {}

  /// The failure of the lowest seed.
  public Optional<SeedFailure> firstFailure() {
    return failures.stream().findFirst();
  }

  /// How many seeds of this kind one core runs in an hour.
  public double seedsPerCoreHour() {
    return effort.seedTime().isZero()
        ? 0
        : extent.seeds() * 3_600 / Durations.seconds(effort.seedTime());
  }

  /// What a program that ran this exits with: 0, the first failure's own code, or 1 if only
  /// coverage is missing.
  public int exitCode() {
    return firstFailure()
        .map(failure -> failure.failure().kind().exitCode())
        .orElse(marks.fail() ? EXIT_LACKS_COVERAGE : 0);
  }

  /// The report to read.
  public String text() {
    return new ReportText(this).text();
  }

  /// The report for programs: one JSON object, described in `docs/help/campaigns.md`.
  public String json() {
    return new ReportJson(this).text();
  }

  /// The report as a JUnit XML file has it: one test case for the campaign and one for each
  /// failure.
  public String junit() {
    return new ReportJunit(this).text();
  }
}
