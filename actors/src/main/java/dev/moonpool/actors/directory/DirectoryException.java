package dev.moonpool.actors.directory;

import dev.moonpool.actors.id.NodeAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The directory could not answer. Nothing is known of the actor then, least of all that it has no
/// activation.
public final class DirectoryException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient NodeAddress owner;
  private final Reason reason;

  /// @param reason what sort of trouble
  /// @param owner the node that owns the actor's part of the directory
  /// @param message what was asked and how often it was tried
  public DirectoryException(Reason reason, NodeAddress owner, String message) {
    this(reason, owner, message, null);
  }

  /// @param reason what sort of trouble
  /// @param owner the node that owns the actor's part of the directory
  /// @param message what was asked and how often it was tried
  /// @param cause the last failure
  public DirectoryException(
      Reason reason, NodeAddress owner, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = Objects.requireNonNull(reason, "reason");
    this.owner = Objects.requireNonNull(owner, "owner");
  }

  /// What sort of trouble.
  public Reason reason() {
    return reason;
  }

  /// The node that owns the actor's part of the directory.
  public NodeAddress owner() {
    return owner;
  }

  /// Whether the same question may be answered later.
  public boolean isRetriable() {
    return switch (reason) {
      case UNREACHABLE, REBUILDING, INTERRUPTED -> true;
      case REFUSED, GARBAGE, CLOSED -> false;
    };
  }

  /// The sorts of trouble.
  public enum Reason {
    /// The owner did not answer until the deadline.
    UNREACHABLE,
    /// The owner was still rebuilding its part when the deadline passed.
    REBUILDING,
    /// The calling task was interrupted.
    INTERRUPTED,
    /// The owner will not do it: it is not the owner by its own list of nodes, or this run of this
    /// node has been superseded by a later one.
    REFUSED,
    /// What came was no directory answer.
    GARBAGE,
    /// The directory is closed.
    CLOSED
  }
}
