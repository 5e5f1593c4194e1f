package dev.moonpool.actors.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.actors.api.RequestFlag;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.foundation.InvariantViolation;
import java.util.Collections;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A7")
class MessageTest {
  private static final ActorId ALICE = new ActorId("test", "account", "alice");
  private static final ActorId BOB = new ActorId("test", "account", "bob");

  @Test
  @Tag("A5")
  void direction_codes_areThoseOfTheWire() {
    assertThat(Direction.REQUEST.code()).isEqualTo(1);
    assertThat(Direction.RESPONSE.code()).isEqualTo(2);
    assertThat(Direction.ONE_WAY.code()).isEqualTo(3);
    assertThat(RequestFlag.READ_ONLY.bit()).isEqualTo(1);
    assertThat(RequestFlag.ALWAYS_INTERLEAVE.bit()).isEqualTo(2);
    assertThat(RequestFlag.LOCAL_ONLY.bit()).isEqualTo(4);
    assertThat(RequestFlag.SUPPRESS_KEEP_ALIVE.bit()).isEqualTo(8);
    assertThat(RequestFlag.CONFIRMED_READ.bit()).isEqualTo(16);
  }

  @Test
  void response_toRequest_swapsBothPairsAndCopiesTheId() {
    Message request = EnvelopeTest.request();

    Message response = Message.response(request, WireOutcome.ANSWERED, new byte[] {9}).build();

    assertThat(response.direction()).isEqualTo(Direction.RESPONSE);
    assertThat(response.correlation()).isEqualTo(request.correlation());
    assertThat(response.target()).isEqualTo(request.sender()).isEqualTo(BOB);
    assertThat(response.sender()).isEqualTo(request.target()).isEqualTo(ALICE);
    assertThat(response.targetNode()).isEqualTo(request.senderNode()).isEqualTo(Frames.LEFT);
    assertThat(response.senderNode()).isEqualTo(request.targetNode()).isEqualTo(Frames.RIGHT);
    assertThat(response.method()).isEmpty();
    assertThat(response.outcome()).isEqualTo(WireOutcome.ANSWERED);
    assertThat(response.payload()).containsExactly(9);
  }

  @Test
  void forwarded_request_keepsAllButItsWay() {
    Message request = EnvelopeTest.request();
    NodeIdentity other = new NodeIdentity(new NodeAddress("host-3", 7003), 5);

    Message forwarded = request.forwarded(other, 8, 9);

    assertThat(forwarded.forwards()).isEqualTo(request.forwards() + 1);
    assertThat(forwarded.targetNode()).isEqualTo(other);
    assertThat(forwarded.activation()).isEqualTo(8);
    assertThat(forwarded.view()).isEqualTo(9);
    assertThat(forwarded.senderNode()).isEqualTo(request.senderNode());
    assertThat(forwarded.correlation()).isEqualTo(request.correlation());
    assertThat(forwarded.payload()).isSameAs(request.payload());
    assertThat(forwarded.has(RequestFlag.READ_ONLY)).isTrue();
    assertThat(forwarded.has(RequestFlag.LOCAL_ONLY)).isFalse();
  }

  @Test
  void oneWay_anyMessage_hasNoCorrelationAndNoResponse() {
    Message message = Message.oneWay(ALICE, "tell", new byte[0]).build();

    assertThat(message.correlation()).isZero();
    assertThat(message.hasDeadline()).isFalse();
    assertThat(message.isExpired(Long.MAX_VALUE)).isFalse();
    assertThatThrownBy(() -> Message.response(message, WireOutcome.ANSWERED, new byte[0]))
        .isInstanceOf(InvariantViolation.class);
  }

  @Test
  void build_chainTooLong_isRefused() {
    Message.Draft draft = Message.request(1, ALICE, "ask", new byte[0]);
    draft.chain(Collections.nCopies(Message.HOPS_MAX + 1, new Hop(BOB, "ask")));

    assertThatThrownBy(draft::build).isInstanceOf(InvariantViolation.class);
  }
}
