package dev.moonpool.actors.api;

/// The answer of a request that only says that it was done.
public record Nothing() {
  /// The one value.
  public static final Nothing NOTHING = new Nothing();
}
