package dev.moonpool.examples.bank;

import dev.moonpool.actors.api.ActorException;
import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.FailedException;
import dev.moonpool.actors.api.MaybeExecutedException;
import dev.moonpool.actors.api.NotSentException;
import dev.moonpool.actors.api.RefusedException;
import dev.moonpool.actors.api.RejectedException;
import dev.moonpool.actors.api.Request;
import dev.moonpool.examples.bank.Transfer.Drive;
import dev.moonpool.examples.bank.Transfer.Ending;
import dev.moonpool.foundation.Coverage;
import dev.moonpool.foundation.DurationText;
import dev.moonpool.foundation.Providers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// A client of the bank, which asks again until it has an answer.
///
/// Every request of the bank that it sends may be repeated, so whatever became of one that was not
/// answered, the next one settles it. Usable by many tasks; each call blocks its own.
public final class Teller {
  /// The first pause before asking again; it doubles from here. Shorter only meets the same trouble
  /// again; longer is felt by the client whenever a single message is lost.
  private static final Duration PAUSE_MIN = Duration.ofMillis(10);

  private static final Duration PAUSE_MAX = Duration.ofSeconds(1);

  private final Providers providers;
  private final Duration attemptTimeout;
  private final AtomicLong repeated = new AtomicLong();

  /// @param attemptTimeout how long to wait for one answer before asking again
  public Teller(Providers providers, Duration attemptTimeout) {
    this.providers = providers;
    this.attemptTimeout = attemptTimeout;
  }

  /// Drives a transfer to its end.
  ///
  /// @param within how long to try
  /// @return how it ended
  /// @throws UnfinishedException if it has not ended in time; it may be driven again
  /// @throws RejectedException if no node will ever take it
  /// @throws RefusedException if the transfer has other terms
  /// @throws InterruptedException if the task is interrupted
  public Ending transfer(ActorRef<Transfer> transfer, Drive terms, Duration within)
      throws InterruptedException {
    return ask(transfer, terms, within).ending();
  }

  /// Opens an account.
  ///
  /// @param within how long to try
  /// @throws UnfinishedException if nobody answered in time
  /// @throws RejectedException if no node will ever take it
  /// @throws InterruptedException if the task is interrupted
  public void open(ActorRef<Account> account, long cents, Duration within)
      throws InterruptedException {
    ask(account, new Account.Open(cents), within);
  }

  /// Reads how an account stands.
  ///
  /// @param within how long to try
  /// @throws UnfinishedException if nobody answered in time
  /// @throws RejectedException if no node will ever take it
  /// @throws InterruptedException if the task is interrupted
  public Account.Status read(ActorRef<Account> account, Duration within)
      throws InterruptedException {
    return ask(account, new Account.Read(), within);
  }

  /// How many requests had to be sent again so far.
  public long repeated() {
    return repeated.get();
  }

  private <P, R> R ask(ActorRef<P> actor, Request<? super P, R> request, Duration within)
      throws InterruptedException {
    long start = providers.time().nanoTime();
    Duration pause = PAUSE_MIN;
    while (true) {
      try {
        return actor.call(request, attemptTimeout);
      } catch (ActorException e) {
        if (!mayRepeat(e)) {
          throw e;
        }
        if (providers.time().nanoTime() - start > within.toNanos()) {
          throw new UnfinishedException(
              "%s of %s was not answered within %s"
                  .formatted(request, actor.id(), DurationText.of(within)),
              e);
        }
      }
      repeated.incrementAndGet();
      Coverage.reached("bank.asked-again");
      providers.time().sleep(pause);
      pause = pause.multipliedBy(2).compareTo(PAUSE_MAX) < 0 ? pause.multipliedBy(2) : PAUSE_MAX;
    }
  }

  private static boolean mayRepeat(ActorException failure) {
    return switch (failure) {
      case NotSentException notSent -> true;
      case RejectedException rejected -> rejected.isRetriable();
      case MaybeExecutedException maybe -> true; // the bank's requests may be repeated
      case RefusedException refused -> false;
      case FailedException failed -> true; // another step, or a save, failed under way
    };
  }

  /// Nobody answered in time.
  public static final class UnfinishedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnfinishedException(String message, Throwable last) {
      super(message, last);
    }
  }
}
