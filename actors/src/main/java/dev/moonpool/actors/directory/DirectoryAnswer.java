package dev.moonpool.actors.directory;

import dev.moonpool.actors.id.ActorAddress;
import java.util.List;
import java.util.Optional;

/// What one node's directory answers another's. On the wire each carries the incarnation of the
/// node that answers.
sealed interface DirectoryAnswer {
  /// The owner is rebuilding its range, or has too much to do: ask again later.
  record NotReady() implements DirectoryAnswer {}

  /// It will not be done, and asking again does not help.
  record Refused(String reason) implements DirectoryAnswer {}

  /// The registered activation, if there is one.
  record Found(Optional<ActorAddress> address) implements DirectoryAnswer {}

  /// What came of the registration.
  record Registered(Registration registration) implements DirectoryAnswer {}

  /// It is done, or there was nothing to do.
  record Done() implements DirectoryAnswer {}

  /// Whether the suspected activation is registered no more.
  record Examined(boolean gone) implements DirectoryAnswer {}

  /// Whether the probed activation is on the node that answers.
  record Alive(boolean alive) implements DirectoryAnswer {}

  /// A part of a report; all its activations are on the node that answers.
  ///
  /// @param next where the next page begins, or [#LAST]
  record Page(List<ActorAddress> activations, long next) implements DirectoryAnswer {
    /// In place of a position: there is no more.
    static final long LAST = -1;

    /// Copies the list.
    public Page {
      activations = List.copyOf(activations);
    }
  }

  /// The report that this position belongs to is not there any more: begin again.
  record ReportGone() implements DirectoryAnswer {}
}
