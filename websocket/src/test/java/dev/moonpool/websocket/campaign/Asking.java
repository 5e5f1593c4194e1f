package dev.moonpool.websocket.campaign;

import static dev.moonpool.websocket.campaign.Journal.demand;

import dev.moonpool.foundation.Coverage;
import dev.moonpool.foundation.Task;
import dev.moonpool.websocket.protocol.WsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/// All that one connection is asked.
final class Asking {
  /// How long after its end a request may still hold a place in the queue: until its owner has
  /// heard that its caller has ended it.
  private static final Duration PLACE_AFTER = Duration.ofMillis(5);

  /// The longest that any request is given.
  static final Duration TIMEOUT_MAX = Duration.ofSeconds(4);

  private final Guest guest;
  private final Journal journal;
  private final List<Ask> asks = new ArrayList<>();
  private final List<CompletableFuture<?>> futures = new ArrayList<>();
  private int number;

  Asking(Guest guest) {
    this.guest = guest;
    this.journal = guest.journal;
  }

  /// Asks, and waits for the answer.
  ///
  /// @return whether there was one
  boolean request(Duration timeout) throws InterruptedException {
    Ask ask = next(true);
    try {
      journal.answered(ask, guest.handle().request(ask.name, String.class, timeout));
      return true;
    } catch (WsException e) {
      failed(ask, e);
      return false;
    } catch (InterruptedException e) {
      journal.cancelled(ask);
      throw e;
    }
  }

  /// Says something, and waits until it is written.
  void say(Duration timeout) throws InterruptedException {
    Ask ask = next(false);
    try {
      guest.handle().send(ask.name, timeout);
      journal.written(ask);
    } catch (WsException e) {
      failed(ask, e);
    } catch (InterruptedException e) {
      journal.cancelled(ask);
      throw e;
    }
  }

  /// Asks, and does not wait.
  CompletableFuture<String> begin(Duration timeout) {
    Ask ask = next(true);
    CompletableFuture<String> future = guest.handle().requestAsync(ask.name, String.class, timeout);
    futures.add(
        future.whenComplete(
            (answer, failure) -> {
              switch (failure) {
                case null -> journal.answered(ask, answer);
                case WsException why -> failed(ask, why);
                case CancellationException cancelled -> journal.cancelled(ask);
                default -> throw new IllegalStateException("what is this?", failure);
              }
            }));
    return future;
  }

  /// Asks on a task of its own that is interrupted after a while.
  void beginAndInterrupt(Duration timeout, Duration pause) throws InterruptedException {
    CompletableFuture<Boolean> over = new CompletableFuture<>();
    futures.add(over);
    Task task =
        guest
            .providers
            .tasks()
            .start(
                "interrupted",
                () -> {
                  try {
                    request(timeout);
                  } catch (InterruptedException e) {
                    Coverage.reached("websocket.interrupted");
                  } finally {
                    over.complete(true);
                  }
                });
    guest.providers.time().sleep(pause);
    task.interrupt();
  }

  /// Waits until everything has ended.
  void allEnd() throws Exception {
    Duration longest = TIMEOUT_MAX.plusSeconds(1);
    for (CompletableFuture<?> future : futures) {
      try {
        guest.providers.time().await(future, longest, "requests to end");
      } catch (TimeoutException e) {
        demand(false, Journal.ENDS_ONCE, open() + " have not ended after " + longest);
      } catch (ExecutionException | CancellationException e) {
        Coverage.reached("websocket.request-failed");
      }
    }
    futures.clear();
    demand(open().isEmpty(), Journal.ENDS_ONCE, open() + " have not ended");
    asks.clear();
  }

  private List<String> open() {
    return asks.stream().filter(ask -> !ask.ended).map(ask -> ask.name).toList();
  }

  private Ask next(boolean awaitsReply) {
    Ask ask = journal.asks(guest.name + "." + ++number, awaitsReply);
    asks.add(ask);
    return ask;
  }

  private void failed(Ask ask, WsException why) {
    if (why instanceof WsException.CapacityExceeded full) {
      Coverage.reached("websocket.capacity-exceeded");
      boolean commands = String.valueOf(full.getMessage()).contains("commands");
      int places = commands ? guest.config.commandCapacity() : guest.config.pendingRequestsMax();
      long since = journal.nowNanos() - PLACE_AFTER.toNanos();
      long others =
          asks.stream()
              .filter(other -> other != ask && (commands || other.awaitsReply))
              .filter(other -> !other.ended || other.endedNanos >= since)
              .count();
      demand(
          others >= places,
          Journal.PLACES,
          "%s was refused, but only %d others wait: %s".formatted(ask.name, others, why));
    }
    journal.failed(ask, why);
  }
}
