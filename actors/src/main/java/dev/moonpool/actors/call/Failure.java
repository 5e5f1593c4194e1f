package dev.moonpool.actors.call;

import dev.moonpool.actors.api.ActorException;
import dev.moonpool.actors.api.AnswerTooLargeException;
import dev.moonpool.actors.api.FailedException;
import dev.moonpool.actors.api.MaybeExecutedException;
import dev.moonpool.actors.api.NotSentException;
import dev.moonpool.actors.api.Refusal;
import dev.moonpool.actors.api.RefusedException;
import dev.moonpool.actors.api.RejectedException;
import dev.moonpool.actors.api.Rejection;
import org.jspecify.annotations.Nullable;

/// Why a request has no answer, as a value: it becomes an exception only on the caller's own
/// thread, so that its stack shows who called.
public sealed interface Failure {
  /// The exception that the caller gets.
  ActorException toException();

  /// What an exception says, or its class if it says nothing. Its own code may fail as any other
  /// code of users, which must not hide the failure that it stands for.
  static String words(Throwable thrown) {
    String type = thrown.getClass().getSimpleName();
    try {
      String words = thrown.getMessage();
      return words == null ? type : words;
    } catch (RuntimeException | Error e) {
      return type + ", whose message cannot be read";
    }
  }

  /// It never started anywhere.
  ///
  /// @param message how far it came
  record NotSent(String message) implements Failure {
    @Override
    public ActorException toException() {
      return new NotSentException(message);
    }
  }

  /// A node refused it before it ran.
  ///
  /// @param rejection why
  record Rejected(Rejection rejection) implements Failure {
    @Override
    public ActorException toException() {
      return new RejectedException(rejection);
    }
  }

  /// It may have run.
  ///
  /// @param message the last stage that is known
  /// @param cause what happened, where it happened on this node
  record MaybeExecuted(String message, @Nullable Throwable cause) implements Failure {
    @Override
    public ActorException toException() {
      return new MaybeExecutedException(message, cause);
    }
  }

  /// The handler threw.
  ///
  /// @param message the class of the exception and its words
  /// @param cause the exception, where it was thrown on this node
  record Failed(String message, @Nullable Throwable cause) implements Failure {
    /// What the handler threw.
    public static Failed of(Throwable thrown) {
      String type = thrown.getClass().getSimpleName();
      String words = words(thrown);
      return new Failed(words.startsWith(type) ? words : type + ": " + words, thrown);
    }

    /// What becomes of an answer or refusal that cannot be written.
    ///
    /// @param what which of the two
    public static Failed unwritable(String what, Throwable thrown) {
      return new Failed("the %s cannot be written: %s".formatted(what, words(thrown)), null);
    }

    @Override
    public ActorException toException() {
      return new FailedException(message, cause);
    }
  }

  /// It ran, and its answer is too large for the wire.
  ///
  /// @param size the answer's bytes
  /// @param max the limit
  record AnswerTooLarge(long size, long max) implements Failure {
    @Override
    public ActorException toException() {
      return new AnswerTooLargeException(size, max);
    }
  }

  /// The handler said a typed "no".
  ///
  /// @param refusal the declared record
  record Refused(Refusal refusal) implements Failure {
    @Override
    public ActorException toException() {
      return new RefusedException(refusal);
    }
  }
}
