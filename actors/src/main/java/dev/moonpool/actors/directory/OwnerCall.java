package dev.moonpool.actors.directory;

import dev.moonpool.actors.directory.DirectoryAnswer.NotReady;
import dev.moonpool.actors.directory.DirectoryAnswer.Refused;
import dev.moonpool.actors.directory.DirectoryCodec.Answered;
import dev.moonpool.actors.directory.DirectoryException.Reason;
import dev.moonpool.actors.directory.Questions.FailedException;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.foundation.Coverage;
import dev.moonpool.foundation.DurationText;
import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.Time;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// One operation's questions to an owner, asked again with growing pauses until there is an answer
/// or the operation's deadline has passed. One task's.
final class OwnerCall {
  /// How long an operation takes at most; long enough for an owner to restart and rebuild.
  static final Duration DEADLINE = Duration.ofSeconds(10);

  /// How long one attempt waits. An owner answers in a millisecond; a suspicion may take
  /// [Suspicions#BOUND], which is longer: asking again then joins the examination that runs.
  private static final Duration ATTEMPT = Duration.ofSeconds(2);

  private static final Duration PAUSE_FIRST = Duration.ofMillis(10);
  private static final Duration PAUSE_MOST = Duration.ofMillis(500);

  private final Time time;
  private final Questions questions;
  private final BooleanSupplier closed;
  private final NodeAddress owner;
  private final String what;
  private final long deadlineNanos;
  private final Backoff backoff;
  private int attempts;
  private @Nullable FailedException lastFailure;

  /// @param closed whether the directory has been closed
  /// @param what the operation, for messages
  OwnerCall(
      Providers providers,
      Questions questions,
      BooleanSupplier closed,
      NodeAddress owner,
      String what) {
    this.time = providers.time();
    this.questions = questions;
    this.closed = closed;
    this.owner = owner;
    this.what = what;
    this.deadlineNanos = time.nanoTime() + DEADLINE.toNanos();
    this.backoff = new Backoff(providers, PAUSE_FIRST, PAUSE_MOST);
  }

  /// How often the owner has been asked.
  int attempts() {
    return attempts;
  }

  /// @return an answer that is final: neither [NotReady] nor [Refused]
  Answered ask(DirectoryQuestion question) {
    return ask(question, false).orElseThrow();
  }

  /// As [#ask], but gives up at once if nothing listens at the owner's address. For a node that
  /// stops: without this the last nodes of a cluster would each wait out the deadline for owners
  /// that stopped before them. Not for one that goes on: the owner's next run may have read the
  /// entry from this node's report before the refusal arrived, and would then hold a life that has
  /// ended.
  ///
  /// @return the answer, or none if the owner is gone
  Optional<Answered> askUnlessGone(DirectoryQuestion question) {
    return ask(question, true);
  }

  /// Waits before a question is asked again whose answer could not be used.
  void pause() {
    try {
      backoff.pause(checkTimeLeft());
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private Optional<Answered> ask(DirectoryQuestion question, boolean endsWithOwner) {
    try {
      while (true) {
        Answered answered = attempt(question);
        if (answered != null) {
          return Optional.of(answered);
        }
        FailedException failed = lastFailure;
        if (endsWithOwner && failed != null && failed.isRefusal()) {
          Coverage.reached("directory.owner-gone");
          return Optional.empty();
        }
        backoff.pause(checkTimeLeft());
      }
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private @Nullable Answered attempt(DirectoryQuestion question) throws InterruptedException {
    Duration left = Duration.ofNanos(checkTimeLeft());
    attempts++;
    try {
      Answered answered =
          questions.ask(owner, question, left.compareTo(ATTEMPT) < 0 ? left : ATTEMPT);
      if (closed.getAsBoolean()) {
        throw closed(); // an answer that comes after it must not start anything
      }
      if (answered.answer() instanceof Refused(String reason)) {
        throw failure(Reason.REFUSED, reason);
      }
      if (answered.answer() instanceof NotReady) {
        Coverage.reached("directory.owner-not-ready");
        lastFailure = null;
        return null;
      }
      return answered;
    } catch (FailedException e) {
      lastFailure = e;
      return null;
    }
  }

  private long checkTimeLeft() {
    if (closed.getAsBoolean()) {
      throw closed();
    }
    long left = deadlineNanos - time.nanoTime();
    if (left > 0) {
      return left;
    }
    FailedException failed = lastFailure;
    if (failed == null) {
      throw failure(Reason.REBUILDING, "the owner is rebuilding its part of the directory");
    }
    if (failed.isGarbage()) {
      throw failure(Reason.GARBAGE, "what the owner answers cannot be read");
    }
    throw failure(Reason.UNREACHABLE, "the owner does not answer");
  }

  private DirectoryException closed() {
    return failure(Reason.CLOSED, "the directory of this node is closed");
  }

  private DirectoryException interrupted() {
    Thread.currentThread().interrupt();
    return failure(Reason.INTERRUPTED, "the calling task was interrupted");
  }

  private DirectoryException failure(Reason reason, String why) {
    FailedException failed = lastFailure;
    return new DirectoryException(
        reason,
        owner,
        "%s: %s (owner %s, asked %d times, %s at most)%s"
            .formatted(
                what,
                why,
                owner,
                attempts,
                DurationText.of(DEADLINE),
                failed == null ? "" : ": " + Questions.words(failed.reason())),
        failed == null ? null : failed.reason());
  }
}
