package dev.moonpool.foundation;

import java.util.Objects;

/// Everything through which a program touches the world outside its own memory.
///
/// The first constructor parameter of whatever needs any of the four. In production they come
/// from `SystemProviders`; in a simulation each simulated process has its own, and the same code
/// runs under virtual time, a seeded scheduler and a simulated network.
///
/// @param time clocks, sleeping and timers
/// @param tasks virtual threads
/// @param network Netty bootstraps
/// @param randomness the source of every random number
public record Providers(Time time, Tasks tasks, Network network, Randomness randomness) {
  /// Checks that all four are there.
  public Providers {
    Objects.requireNonNull(time, "time");
    Objects.requireNonNull(tasks, "tasks");
    Objects.requireNonNull(network, "network");
    Objects.requireNonNull(randomness, "randomness");
  }
}
