package dev.moonpool.actors.activation;

/// Where an activation stands in its life.
///
/// | from | to | when |
/// |---|---|---|
/// | `CREATING` | `ACTIVATING` | its first task runs |
/// | `ACTIVATING` | `VALID` | registered, state loaded, `onActivate` returned |
/// | `ACTIVATING` | `DEACTIVATING` | one of these failed, or another was registered first |
/// | `VALID` | `DEACTIVATING` | idle, asked to, fenced, unrecoverable, or the node stops |
/// | `DEACTIVATING` | `INVALID` | unregistered and out of the catalog |
public enum ActivationState {
  /// In the catalog; nothing has run. Messages wait.
  CREATING,
  /// Being registered, loaded and hooked. Messages wait.
  ACTIVATING,
  /// Runs messages.
  VALID,
  /// Runs its last hook and is unregistered. Messages wait for the next activation.
  DEACTIVATING,
  /// Gone. Its mailbox is closed; whoever still holds it looks again.
  INVALID;

  /// Whether the table above has this step.
  boolean mayBecome(ActivationState next) {
    return switch (this) {
      case CREATING -> next == ACTIVATING;
      case ACTIVATING -> next == VALID || next == DEACTIVATING;
      case VALID -> next == DEACTIVATING;
      case DEACTIVATING -> next == INVALID;
      case INVALID -> false;
    };
  }
}
