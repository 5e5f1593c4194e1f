package dev.moonpool.simulation.campaign;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// How far a campaign has come.
///
/// @param seeds how many seeds are done
/// @param seedsMax how many there are at most
/// @param seedsPerSecond the rate since the start
/// @param marksTrue how many coverage marks were true at least once
/// @param marks how many coverage marks were passed
/// @param failures how many seeds have failed
/// @param elapsed the real time that has passed
/// @param left an estimate of the real time left
public record Progress(
    long seeds,
    long seedsMax,
    double seedsPerSecond,
    int marksTrue,
    int marks,
    long failures,
    Duration elapsed,
    Optional<Duration> left) {

  /// One line for a terminal.
  public String line() {
    return String.format(
        Locale.ROOT,
        "%,d/%,d seeds · %,.0f/s · %d/%d marks · %s%s",
        seeds,
        seedsMax,
        seedsPerSecond,
        marksTrue,
        marks,
        failures == 1 ? "1 failure" : failures + " failures",
        left.map(rest -> " · " + Durations.text(rest) + " left").orElse(""));
  }
}
