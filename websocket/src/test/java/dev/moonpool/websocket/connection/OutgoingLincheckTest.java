package dev.moonpool.websocket.connection;

import dev.moonpool.websocket.protocol.RequestId;
import dev.moonpool.websocket.protocol.WsMessage;
import java.time.Duration;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Every interleaving of sending a request, answering, cancelling and ending it in time: it ends
/// once, is not sent after its end, gives its place back once, and its watcher is told once.
@Tag("W10")
@Tag("lincheck")
public class OutgoingLincheckTest {
  private static final WsMessage TEXT = WsMessage.text("text");

  private final Capacity places = new Capacity(1);
  private final Outgoing<String> request =
      new Outgoing<>(new RequestId("r"), TEXT, true, Duration.ofSeconds(1), 0, places);
  private volatile int told;

  public OutgoingLincheckTest() {
    places.tryTake();
  }

  @Operation(runOnce = true)
  public boolean watch() {
    request.onEnd(() -> told++);
    return true;
  }

  @Operation(runOnce = true)
  public boolean send() {
    return request.trySend();
  }

  @Operation(runOnce = true)
  public boolean reply() {
    return request.replied("answer", TEXT);
  }

  @Operation(runOnce = true)
  public boolean cancel() {
    return request.cancel();
  }

  @Operation(runOnce = true)
  public boolean expire() {
    return request.expire();
  }

  @Validate
  public void isWhole() {
    if (places.taken() != (request.hasEnded() ? 0 : 1) || told > 1) {
      throw new IllegalStateException(
          "ended %s, %d places taken, told %d times"
              .formatted(request.hasEnded(), places.taken(), told));
    }
  }

  @Test
  void endings_everyInterleaving_areOne() {
    new ModelCheckingOptions()
        .threads(3)
        .actorsPerThread(2)
        .actorsBefore(0)
        .actorsAfter(0)
        .iterations(20)
        .invocationsPerIteration(500)
        .check(OutgoingLincheckTest.class);
  }
}
