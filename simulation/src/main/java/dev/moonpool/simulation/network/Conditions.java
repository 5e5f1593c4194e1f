package dev.moonpool.simulation.network;

/// What the network is like at present.
///
/// @param connect how long a connection request is under way, one way
/// @param accept how long a listener takes to accept
/// @param bind how long a new listener takes until it can be reached
/// @param write how long a segment takes to leave
/// @param read how long a segment takes to arrive
/// @param connectFailureChance with what probability a connect is refused or hangs
/// @param closeChance with what probability a write breaks its connection
/// @param partialChance with what probability a read or write moves only part of the bytes
/// @param bitFlipChance with what probability a segment arrives with one bit flipped
/// @param windowBytes how much may be under way on a new connection
public record Conditions(
    Latency connect,
    Latency accept,
    Latency bind,
    Latency write,
    Latency read,
    double connectFailureChance,
    double closeChance,
    double partialChance,
    double bitFlipChance,
    int windowBytes) {

  /// The network of a good day within one data centre.
  public static final Conditions CALM =
      new Conditions(
          new Latency.Uniform(50_000, 200_000),
          new Latency.Uniform(5_000, 50_000),
          new Latency.Uniform(5_000, 50_000),
          new Latency.Uniform(20_000, 100_000),
          new Latency.Uniform(20_000, 100_000),
          0,
          0,
          0,
          0,
          64 * 1024);
}
