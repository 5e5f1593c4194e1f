package dev.moonpool.simulation;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What came of one seed.
///
/// @param seed the seed
/// @param topology how many workloads and processes
/// @param failure why it failed, if it did
/// @param traceHash a digest of every event; equal for equal seeds in any JVM
/// @param steps how many events happened
/// @param simulated how much virtual time passed
/// @param wall how much real time it took
/// @param marks how often each coverage mark was hit; 0 for one that was passed but never true
/// @param faults how many faults of each family were injected
/// @param trace the lines of the trace, if it was recorded
public record SeedOutcome(
    long seed,
    Topology topology,
    Optional<Failure> failure,
    long traceHash,
    long steps,
    Duration simulated,
    Duration wall,
    SortedMap<String, Long> marks,
    SortedMap<FaultFamily, Long> faults,
    List<String> trace) {

  /// Copies the collections.
  public SeedOutcome {
    marks = Collections.unmodifiableSortedMap(new TreeMap<>(marks));
    faults = Collections.unmodifiableSortedMap(new TreeMap<>(faults));
    trace = List.copyOf(trace);
  }

  /// Whether nothing went wrong.
  public boolean passed() {
    return failure.isEmpty();
  }

  /// The same with another failure, or with none.
  public SeedOutcome withFailure(Optional<Failure> other) {
    return new SeedOutcome(
        seed, topology, other, traceHash, steps, simulated, wall, marks, faults, trace);
  }

  /// The seed as reports and the command line write it.
  public String seedText() {
    return "0x" + Long.toHexString(seed);
  }
}
