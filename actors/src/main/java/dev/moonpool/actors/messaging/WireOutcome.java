package dev.moonpool.actors.messaging;

import dev.moonpool.actors.api.Rejection;
import dev.moonpool.foundation.Invariant;
import java.util.Objects;

/// What a response says became of its request.
public sealed interface WireOutcome {
  /// The usual one.
  WireOutcome ANSWERED = new Answered();

  /// It ran; the payload is its answer.
  record Answered() implements WireOutcome {}

  /// It ran and its handler said "no"; the payload is the refusal.
  ///
  /// @param refusal the wire name that its type registered for the refusal
  record Refused(String refusal) implements WireOutcome {
    /// Checks the name.
    public Refused {
      Objects.requireNonNull(refusal, "refusal");
      Invariant.check(refusal.length() <= Message.NAME_CHARS_MAX, "a refusal's wire name is short");
    }
  }

  /// It ran and its handler threw.
  ///
  /// @param text what it threw; what is over [Message#TEXT_BYTES_MAX] is cut off on the wire
  record Failed(String text) implements WireOutcome {
    /// Checks the text.
    public Failed {
      Objects.requireNonNull(text, "text");
    }
  }

  /// It ran, and its answer is longer than the connection takes.
  ///
  /// @param size the answer's bytes
  /// @param max the limit
  record AnswerTooLarge(long size, long max) implements WireOutcome {}

  /// It was refused before it ran.
  ///
  /// @param rejection why; long texts and lists are shortened on the wire
  record Rejected(Rejection rejection) implements WireOutcome {
    /// Checks the reason.
    public Rejected {
      Objects.requireNonNull(rejection, "rejection");
    }
  }

  /// It never started anywhere, and may be sent elsewhere.
  ///
  /// @param text why; what is over [Message#TEXT_BYTES_MAX] is cut off on the wire
  record NotSent(String text) implements WireOutcome {
    /// Checks the text.
    public NotSent {
      Objects.requireNonNull(text, "text");
    }
  }

  /// Another node that it was forwarded to may have run it.
  ///
  /// @param text why; what is over [Message#TEXT_BYTES_MAX] is cut off on the wire
  record MaybeExecuted(String text) implements WireOutcome {
    /// Checks the text.
    public MaybeExecuted {
      Objects.requireNonNull(text, "text");
    }
  }
}
