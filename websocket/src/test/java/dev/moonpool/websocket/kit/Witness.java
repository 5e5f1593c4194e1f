package dev.moonpool.websocket.kit;

/// Sees everything that a server sees, at the moment at which it happens. Called on the server's
/// event loops.
public interface Witness {
  /// Sees nothing.
  Witness NOBODY = new Witness() {};

  /// The header by which a client says which attempt of which connection it is.
  String HEADER = "X-Attempt";

  /// A socket was upgraded.
  ///
  /// @param attempt what the client's header says; empty if there is none
  default void opened(String attempt) {}

  /// The client of this attempt has said something.
  default void heard(String attempt, String text) {}

  /// The server says something to the client of this attempt.
  default void said(String attempt, String text) {}

  /// The socket of this attempt is gone.
  default void closed(String attempt) {}
}
