package dev.moonpool.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.foundation.system.SystemProviders;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("W6")
class ConnectionStreamTest {
  @Test
  void ignore_whateverHappens_keepsNothingAndStillEnds() throws Exception {
    try (SystemProviders system = SystemProviders.start(1)) {
      ConnectionStream stream = new ConnectionStream(system.providers().time(), 2);
      stream.emit(new Event.Connected(new ConnectionEpoch(1)));
      stream.ignore();
      for (int i = 2; i < 100; i++) {
        stream.emit(new Event.Connected(new ConnectionEpoch(i)));
      }

      assertThat(stream.poll(Duration.ZERO)).isEmpty();
      stream.close(new DisconnectReason(1000, "done"));
      assertThat(stream.next()).isEmpty();
      assertThat(stream.droppedCount()).isZero();
    }
  }
}
