package dev.moonpool.actors.messaging;

import dev.moonpool.actors.api.Rejection;
import dev.moonpool.actors.api.StateException;
import dev.moonpool.foundation.Invariant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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

  /// It ran, and its handler failed because its state could not be saved or read. Nothing was saved
  /// by what failed.
  ///
  /// @param kind what the store said
  /// @param text the handler's words; what is over [Message#TEXT_BYTES_MAX] is cut off on the wire
  record StateFailed(Kind kind, String text) implements WireOutcome {
    /// Checks both.
    public StateFailed {
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(text, "text");
    }

    /// What `thrown` is on the wire, or null if another outcome stands for it.
    public static @Nullable StateFailed of(@Nullable Throwable thrown, String text) {
      return switch (thrown) {
        case StateException.Unavailable _ -> new StateFailed(Kind.UNAVAILABLE, text);
        case StateException.TooLarge _ -> new StateFailed(Kind.TOO_LARGE, text);
        case StateException.Corrupt _ -> new StateFailed(Kind.CORRUPT, text);
        case null, default -> null;
      };
    }

    /// The same kind of exception as on the node where it was thrown.
    public StateException toException() {
      return switch (kind) {
        case UNAVAILABLE -> new StateException.Unavailable(text, null);
        case TOO_LARGE -> new StateException.TooLarge(text, null);
        case CORRUPT -> new StateException.Corrupt(text, null);
      };
    }

    /// What the store said. The order is that of the wire.
    public enum Kind {
      /// It cannot be reached.
      UNAVAILABLE,
      /// The state is larger than it takes.
      TOO_LARGE,
      /// What it has is not a state.
      CORRUPT
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
