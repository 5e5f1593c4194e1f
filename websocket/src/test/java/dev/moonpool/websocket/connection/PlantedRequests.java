package dev.moonpool.websocket.connection;

import dev.moonpool.websocket.protocol.Outcome;
import dev.moonpool.websocket.protocol.WsException;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// What planted faults do instead with requests.
final class PlantedRequests {
  private PlantedRequests() {}

  /// Fails what was lost with its socket, and sends it once more on the next one.
  static <M> void failSentAndReplay(
      PendingTable<M> pending, long attempt, Function<Outcome, WsException> why) {
    List<Outgoing<M>> lost = sent(pending);
    pending.failSent(attempt, why);
    for (Outgoing<M> outgoing : lost) {
      Capacity place = new Capacity(1);
      place.tryTake();
      pending.enqueue(
          new Outgoing<>(
              outgoing.id(),
              outgoing.message(),
              false,
              Duration.ofSeconds(5),
              outgoing.deadlineNanos(),
              place));
    }
  }

  @SuppressWarnings("unchecked") // the field is what it is
  private static <M> List<Outgoing<M>> sent(PendingTable<M> pending) {
    try {
      Field field = PendingTable.class.getDeclaredField("sent");
      field.setAccessible(true);
      return new ArrayList<>(((Map<?, Outgoing<M>>) field.get(pending)).values());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the table keeps what was sent elsewhere", e);
    }
  }
}
