package dev.moonpool.actors.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.messaging.PeerOptions.Limits;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A12")
class SendQueueTest {
  private static final ActorId ALICE = new ActorId("test", "account", "alice");

  @Test
  void offer_tooManyMessages_saysHowManyWait() {
    SendQueue queue = new SendQueue(new Limits(1000, 1 << 20, 16));
    int taken = 0;
    while (queue.offer(new Ask(taken, new byte[0])) == null) {
      taken++;
    }

    assertThat(taken).isBetween(16, 512);
    assertThat(queue.offer(new Ask(0, new byte[0])))
        .isEqualTo("%d messages wait, limit %d", taken, taken);
    queue.poll();
    queue.polled(SendQueue.bytes(new Ask(0, new byte[0])));
    assertThat(queue.offer(new Ask(0, new byte[0]))).isNull();
  }

  @Test
  void offer_tooManyBytes_saysSoAndStillTakesReplies() {
    SendQueue queue = new SendQueue(new Limits(1000, 1000, 1024));
    Ask ask = new Ask(1, new byte[700]);

    assertThat(queue.offer(ask)).isNull();
    assertThat(queue.offer(ask)).isEqualTo("956 bytes wait, limit 1000");
    assertThat(queue.offer(Message.oneWay(ALICE, "tell", new byte[700]).build())).isNull();
    assertThat(queue.offer(Message.oneWay(ALICE, "tell", new byte[700]).build()))
        .isEqualTo("1912 bytes wait, limit 2000");
    assertThat(queue.poll()).isSameAs(ask);
    queue.polled(SendQueue.bytes(ask));
    assertThat(queue.offer(new Frame.Cancel(1))).isNull();
  }
}
