package dev.moonpool.actors.messaging;

import dev.moonpool.actors.api.Outcome;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.foundation.DurationText;
import dev.moonpool.foundation.Time;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/// The directory questions to one peer that wait for their answers. From any thread.
final class Asks {
  private final NodeAddress address;
  private final Time time;
  private final AtomicLong numbers = new AtomicLong();
  private final ConcurrentSkipListMap<Long, Ask> waiting = new ConcurrentSkipListMap<>();

  Asks(NodeAddress address, Time time) {
    this.address = address;
    this.time = time;
  }

  /// A question that fails by itself after `timeout`.
  Ask begin(byte[] body, Duration timeout) {
    Ask ask = new Ask(numbers.incrementAndGet(), body);
    waiting.put(ask.number, ask);
    Time.Timer timer =
        time.schedule(timeout, () -> fail(ask, "no answer within " + DurationText.of(timeout)));
    ask.answer.whenComplete(
        (answer, thrown) -> {
          timer.cancel();
          waiting.remove(ask.number);
        });
    return ask;
  }

  void answered(Frame.Answer answer) {
    Ask ask = waiting.get(answer.number());
    if (ask == null) {
      return; // it has given up
    }
    if (answer.failed()) {
      String text = new String(answer.body(), StandardCharsets.UTF_8);
      ask.answer.completeExceptionally(
          new PeerException(Outcome.FAILED, address + " could not answer: " + text));
    } else {
      ask.answer.complete(answer.body());
    }
  }

  /// No answer will come by this connection any more.
  void lost(Connection connection, String why) {
    for (Ask ask : waiting.values()) {
      if (ask.via == connection) {
        fail(ask, "the connection was lost: " + why);
      }
    }
  }

  private void fail(Ask ask, String why) {
    Outcome outcome = ask.via == null ? Outcome.NOT_SENT : Outcome.MAYBE_EXECUTED;
    ask.answer.completeExceptionally(new PeerException(outcome, "asking " + address + ": " + why));
  }
}
