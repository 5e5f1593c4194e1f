package dev.moonpool.simulation.campaign;

import dev.moonpool.simulation.Failure;
import dev.moonpool.simulation.FaultFamily;
import dev.moonpool.simulation.SeedOutcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/// Hands out a campaign's seeds in order, adds up what came of them, and knows when it is enough.
///
/// Confined to the campaign's thread.
final class Tally {
  /// More failures than this are counted and not kept.
  static final int FAILURES_MAX = 100;

  private static final int SLOWEST_MAX = 5;
  private static final long ALL_MARKS_SEEDS_MIN = 100;

  private final CampaignOptions options;
  private final long firstSeed;
  private final long startedNanos;
  private final Deque<Long> again = new ArrayDeque<>();
  private final List<SeedFailure> failures = new ArrayList<>();
  private final SortedMap<String, Long> marks = new TreeMap<>();
  private final SortedMap<FaultFamily, Long> faults = new TreeMap<>();
  private final List<CampaignReport.Slow> slowest = new ArrayList<>();
  private long handedOut;
  private long done;
  private long failed;
  private long steps;
  private Duration simulated = Duration.ZERO;
  private Duration seedTime = Duration.ZERO;
  private long doneAtNewMark;
  private Optional<CampaignReport.End> end = Optional.empty();

  Tally(CampaignOptions options, long firstSeed, long nowNanos) {
    this.options = options;
    this.firstSeed = firstSeed;
    this.startedNanos = nowNanos;
  }

  /// The next seed to run, or none if it is enough.
  OptionalLong next(long nowNanos) {
    decideEnd(nowNanos);
    if (!again.isEmpty() && end.filter(Tally::cutsShort).isEmpty()) {
      return OptionalLong.of(again.removeFirst());
    }
    if (end.isPresent()) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(firstSeed + handedOut++);
  }

  /// Gives back seeds that a dead worker never began.
  void giveBack(List<Long> seeds) {
    again.addAll(seeds);
  }

  /// Ends the campaign; what is handed out no longer matters.
  void stop() {
    end = Optional.of(CampaignReport.End.STOPPED);
  }

  boolean isStopped() {
    return end.filter(Tally::cutsShort).isPresent();
  }

  /// Adds a seed's outcome.
  void add(SeedOutcome outcome) {
    done++;
    steps += outcome.steps();
    simulated = simulated.plus(outcome.simulated());
    seedTime = seedTime.plus(outcome.wall());
    outcome.marks().forEach(this::addMark);
    outcome.faults().forEach((family, count) -> faults.merge(family, count, Long::sum));
    addSlow(new CampaignReport.Slow(outcome.seed(), outcome.wall(), outcome.steps()));
    outcome.failure().ifPresent(failure -> fail(outcome.seed(), failure));
  }

  /// Notes that a seed failed in a way that its own outcome does not tell.
  void fail(long seed, Failure failure) {
    failed++;
    if (failures.size() < FAILURES_MAX) {
      failures.add(new SeedFailure(seed, seed - firstSeed, failure, options.replayLine(seed)));
    }
  }

  /// Notes that another run of a seed gave something else; that stands in for how it failed, if it
  /// did.
  void differs(long seed, Failure failure) {
    if (failures.removeIf(known -> known.seed() == seed)) {
      failed--;
    }
    fail(seed, failure);
  }

  /// Counts a seed that has no outcome because it took its process with it.
  void lost(long seed, Failure failure) {
    done++;
    fail(seed, failure);
  }

  long index(long seed) {
    return seed - firstSeed;
  }

  long failed() {
    return failed;
  }

  private void addMark(String mark, long count) {
    Long before = marks.put(mark, marks.getOrDefault(mark, 0L) + count);
    if (before == null || before == 0 && count > 0) {
      doneAtNewMark = done;
    }
  }

  private void addSlow(CampaignReport.Slow slow) {
    slowest.add(slow);
    slowest.sort(Comparator.comparing(CampaignReport.Slow::wall).reversed());
    if (slowest.size() > SLOWEST_MAX) {
      slowest.removeLast();
    }
  }

  private void decideEnd(long nowNanos) {
    if (end.isPresent()) {
      return;
    }
    if (failed > 0 && !options.keepGoing()) {
      end = Optional.of(CampaignReport.End.FAILURE);
    } else if (handedOut >= options.seeds()) {
      end = Optional.of(CampaignReport.End.SEEDS);
    } else if (options.duration().isPresent()
        && nowNanos - startedNanos >= options.duration().get().toNanos()) {
      end = Optional.of(CampaignReport.End.TIME);
    } else if (options.untilAllMarks() && done >= ALL_MARKS_SEEDS_MIN && !marks.containsValue(0L)) {
      end = Optional.of(CampaignReport.End.ALL_MARKS);
    } else if (options.untilStableSeeds() > 0
        && done - doneAtNewMark >= options.untilStableSeeds()) {
      end = Optional.of(CampaignReport.End.STABLE_COVERAGE);
    }
  }

  private static boolean cutsShort(CampaignReport.End end) {
    return end == CampaignReport.End.STOPPED;
  }

  Progress progress(long nowNanos) {
    Duration elapsed = Duration.ofNanos(nowNanos - startedNanos);
    double rate = elapsed.isZero() ? 0 : done / Durations.seconds(elapsed);
    return new Progress(
        done,
        options.seeds(),
        rate,
        marksTrue(),
        marks.size(),
        failed,
        elapsed,
        left(elapsed, rate));
  }

  private Optional<Duration> left(Duration elapsed, double rate) {
    Optional<Duration> byTime = options.duration().map(limit -> limit.minus(elapsed));
    if (rate <= 0) {
      return byTime;
    }
    Duration bySeeds = Duration.ofNanos((long) ((options.seeds() - done) / rate * 1e9));
    Duration least = byTime.filter(time -> time.compareTo(bySeeds) < 0).orElse(bySeeds);
    return Optional.of(least.isNegative() ? Duration.ZERO : least);
  }

  private int marksTrue() {
    return (int) marks.values().stream().filter(count -> count > 0).count();
  }

  CampaignReport report(long nowNanos, List<String> unvisitedMarks) {
    List<SeedFailure> ordered = new ArrayList<>(failures);
    ordered.sort(Comparator.comparingLong(SeedFailure::index));
    return new CampaignReport(
        options.scenario().name(),
        options.topology(),
        options.profile().name(),
        options.version(),
        new CampaignReport.Extent(
            firstSeed, done, options.workers(), end.orElse(CampaignReport.End.SEEDS)),
        new CampaignReport.Effort(
            steps, simulated, seedTime, Duration.ofNanos(nowNanos - startedNanos)),
        new CampaignReport.Marks(marks, unvisitedMarks, options.fullCoverage()),
        faults,
        ordered,
        failed,
        slowest);
  }

  /// The coverage marks that were passed so far.
  SortedMap<String, Long> marks() {
    return marks;
  }
}
