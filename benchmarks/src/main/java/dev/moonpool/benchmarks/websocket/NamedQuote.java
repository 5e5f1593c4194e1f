package dev.moonpool.benchmarks.websocket;

/// A [Quote] with the name by which its answer is found, for clients that leave that to the user.
///
/// @param id the name
/// @param symbol of what
/// @param amount how much
/// @param side to buy or to sell
public record NamedQuote(String id, String symbol, long amount, String side) {}
