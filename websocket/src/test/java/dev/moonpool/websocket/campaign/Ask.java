package dev.moonpool.websocket.campaign;

/// One request or message, as its caller and the servers see it.
final class Ask {
  final String name;
  final boolean awaitsReply;
  boolean ended;
  long endedNanos;

  /// Whether its caller was told that it was not sent.
  boolean notSent;

  /// How often a server has got it.
  int runs;

  Ask(String name, boolean awaitsReply) {
    this.name = name;
    this.awaitsReply = awaitsReply;
  }
}
