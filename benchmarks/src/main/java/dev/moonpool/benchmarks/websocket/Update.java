package dev.moonpool.benchmarks.websocket;

/// What the server sends on a topic.
///
/// @param topic which
/// @param price what is new
public record Update(String topic, double price) {}
