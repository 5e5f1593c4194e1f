package dev.moonpool.benchmarks.websocket;

/// What is asked, and answered: the server sends requests back as they are.
///
/// @param symbol of what
/// @param amount how much
/// @param side to buy or to sell
public record Quote(String symbol, long amount, String side) {
  /// One of this amount.
  static Quote of(long amount) {
    return new Quote("BTC-USD", amount, "buy");
  }
}
