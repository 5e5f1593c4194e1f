package dev.moonpool.simulation.campaign;

import dev.moonpool.simulation.Failure;
import java.util.Objects;

/// A seed that failed in a campaign.
///
/// @param seed the seed
/// @param index how many seeds of the campaign come before it
/// @param failure why
/// @param replayLine what to type to see it again
public record SeedFailure(long seed, long index, Failure failure, String replayLine) {
  /// Checks that nothing is missing.
  public SeedFailure {
    Objects.requireNonNull(failure, "failure");
    Objects.requireNonNull(replayLine, "replayLine");
  }

  /// The seed as the command line writes it.
  public String seedText() {
    return "0x" + Long.toHexString(seed);
  }
}
