package dev.moonpool.actors.api;

/// Hooks that an actor's class may implement. Both run as turns: alone, on a virtual thread,
/// blocking freely within the runtime's bound (default 30 s).
public interface ActorLifecycle {
  /// Runs after construction, with the state loaded, before any message.
  ///
  /// @throws Exception fails the activation: every caller that waits is told, and the actor is
  ///     refused for 5 seconds
  default void onActivate() throws Exception {}

  /// Runs after the last message and before the actor is unregistered, so it may still save.
  ///
  /// @throws Exception is logged and counted; the actor is deactivated all the same
  default void onDeactivate(DeactivationReason reason) throws Exception {}
}
