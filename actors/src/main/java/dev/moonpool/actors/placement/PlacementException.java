package dev.moonpool.actors.placement;

/// No node of those that are there may host the actor. The actor has not been activated and nothing
/// was sent.
public final class PlacementException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// @param message which actor, what it asks for, and what the candidates offer
  public PlacementException(String message) {
    super(message);
  }
}
