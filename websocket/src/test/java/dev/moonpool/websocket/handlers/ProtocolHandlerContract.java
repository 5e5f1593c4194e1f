package dev.moonpool.websocket.handlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.foundation.system.SystemProviders;
import dev.moonpool.websocket.protocol.MessageKind;
import dev.moonpool.websocket.protocol.Outcome;
import dev.moonpool.websocket.protocol.ProtocolHandler;
import dev.moonpool.websocket.protocol.ProtocolHandler.AuthVerdict;
import dev.moonpool.websocket.protocol.ProtocolHandler.SubscriptionResult;
import dev.moonpool.websocket.protocol.RequestId;
import dev.moonpool.websocket.protocol.RequestIds;
import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsException;
import dev.moonpool.websocket.protocol.WsMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What a connection relies on in every [ProtocolHandler]; a subclass plays its server.
///
/// @param <M> the parsed form of a message
@Tag("W19")
public abstract class ProtocolHandlerContract<M> {
  private static final Topic ONE = new Topic("one");
  private static final Topic TWO = new Topic("two");

  /// What a server that has gone mad might say.
  private static final List<WsMessage> STRANGE =
      List.of(
          WsMessage.text(""),
          WsMessage.text(" "),
          WsMessage.text("null"),
          WsMessage.text("true"),
          WsMessage.text("0"),
          WsMessage.text("{"),
          WsMessage.text("{}"),
          WsMessage.text("{} {}"),
          WsMessage.text("[]"),
          WsMessage.text("[[]]"),
          WsMessage.text("[1,\"a\",null,{}]"),
          WsMessage.text("[".repeat(20_000)),
          WsMessage.text("{\"id\":" + "9".repeat(300) + ",\"result\":1}"),
          WsMessage.text("{\"id\":{},\"result\":1}"),
          WsMessage.text("{\"id\":\"" + "x".repeat(500) + "\",\"result\":1}"),
          WsMessage.text("{\"id\":\"nobody\",\"result\":1,\"error\":7}"),
          WsMessage.text("{\"topic\":\"" + "x".repeat(5_000) + "\"}"),
          WsMessage.text("{\"op\":[],\"type\":{},\"args\":7}"),
          WsMessage.text("{\"method\":7,\"params\":[]}"),
          WsMessage.text("{\"method\":\"eth_subscription\",\"params\":{\"subscription\":[]}}"),
          WsMessage.text("upd one\u0000two"),
          WsMessage.binary(new byte[] {(byte) 0xC3, 0x28, 0x00}),
          WsMessage.binary("{}".getBytes(StandardCharsets.UTF_8)));

  private final RequestIds ids = ids();

  /// A new handler.
  protected abstract ProtocolHandler<M> handler();

  /// What can be asked; the answer to it is the text `pong`. Null if the protocol has no requests.
  protected abstract Object payload();

  /// What no request can be made of.
  protected abstract Object unfitPayload();

  /// What a good server answers to a request made of [#payload].
  protected abstract WsMessage answer(WsMessage request);

  /// What it answers if it refuses, with code 7 and the words `not today`.
  protected abstract WsMessage refusal(WsMessage request);

  /// What it answers to this message, one of those that subscribe: nothing if it does not answer.
  protected abstract List<WsMessage> acknowledge(WsMessage subscribe);

  /// News on this topic, after it was acknowledged.
  protected abstract WsMessage update(Topic topic);

  @Test
  void request_answered_isFoundByItsId() {
    if (payload() == null) {
      return;
    }
    ProtocolHandler<M> handler = handler();
    RequestId id = handler.nextId(ids);
    RequestId other = handler.nextId(ids);
    M first = only(handler, answer(handler.request(id, payload())));
    M second = only(handler, answer(handler.request(other, payload())));

    assertThat(handler.classify(first)).isEqualTo(MessageKind.RESPONSE);
    assertThat(handler.requestId(first)).contains(id);
    assertThat(handler.requestId(second)).contains(other);
    assertThat(handler.remoteError(first)).isEmpty();
    assertThat(handler.value(first, String.class)).isEqualTo("pong");
    assertThatThrownBy(() -> handler.value(first, Set.class))
        .isInstanceOf(WsException.Serialization.class);
  }

  @Test
  @Tag("W7")
  void request_refused_isARemoteErrorWithCodeAndWords() {
    if (payload() == null) {
      return;
    }
    ProtocolHandler<M> handler = handler();
    RequestId id = handler.nextId(ids);
    M message = only(handler, refusal(handler.request(id, payload())));

    assertThat(handler.classify(message)).isEqualTo(MessageKind.RESPONSE);
    assertThat(handler.requestId(message)).contains(id);
    assertThat(handler.remoteError(message))
        .hasValueSatisfying(
            error -> {
              assertThat(error.code()).isEqualTo(7);
              assertThat(error.words()).isEqualTo("not today");
              assertThat(error.outcome()).contains(Outcome.REJECTED);
            });
  }

  @Test
  void request_ofWhatCannotBeAsked_isNotSent() {
    ProtocolHandler<M> handler = handler();
    assertThatThrownBy(() -> handler.request(handler.nextId(ids), unfitPayload()))
        .isInstanceOfSatisfying(
            WsException.Serialization.class,
            why -> assertThat(why.outcome()).contains(Outcome.NOT_SENT));
  }

  @Test
  void nextId_oftenAsked_neverRepeats() {
    ProtocolHandler<M> handler = handler();
    Set<RequestId> named = new LinkedHashSet<>();
    for (int i = 0; i < 1_000; i++) {
      assertThat(named.add(handler.nextId(ids))).isTrue();
    }
  }

  @Test
  void subscriptions_acknowledged_areAcceptedAndUpdatesFindThem() {
    ProtocolHandler<M> handler = handler();
    assertThat(subscribed(handler)).containsExactlyInAnyOrderElementsOf(expected(handler));

    for (Topic topic : List.of(ONE, TWO)) {
      M update = only(handler, update(topic));
      assertThat(handler.subscriptionResults(update)).isEmpty();
      assertThat(handler.classify(update)).isEqualTo(MessageKind.UPDATE);
      assertThat(handler.topic(update)).contains(topic);
      assertThat(handler.requestId(update)).isEmpty();
    }
    assertThat(handler.unsubscribe(List.of(ONE, TWO), ids)).isNotEmpty();
    assertThat(handler.takeReplies(ids)).isEmpty();
  }

  @Test
  void subscriptions_onANewSocket_areAskedForAgain() {
    ProtocolHandler<M> handler = handler();
    subscribed(handler);
    handler.connecting();

    assertThat(subscribed(handler)).containsExactlyInAnyOrderElementsOf(expected(handler));
    assertThat(handler.topic(only(handler, update(TWO)))).contains(TWO);
  }

  @Test
  void messages_thatAreStrange_doNoHarm() {
    ProtocolHandler<M> handler = handler();
    subscribed(handler);
    for (WsMessage strange : STRANGE) {
      try {
        handler.parseEach(strange, (raw, message) -> askEverything(handler, raw, message));
      } catch (RuntimeException e) {
        assertThat(e).describedAs("unreadable, and counted as such").isNotNull();
      }
    }
    M update = only(handler, update(ONE));
    assertThat(handler.topic(update)).contains(ONE);
    request_answered_isFoundByItsId();
  }

  @Test
  void ping_answered_isAPong() {
    ProtocolHandler<M> handler = handler();
    handler
        .ping()
        .ifPresent(
            ping -> {
              M seen = only(handler, ping);
              assertThat(handler.isPong(seen)).isFalse();
              for (WsMessage pong : handler.pong(seen).stream().toList()) {
                assertThat(handler.isPong(only(handler, pong))).isTrue();
                assertThat(handler.pong(only(handler, pong))).isEmpty();
              }
            });
  }

  private void askEverything(ProtocolHandler<M> handler, WsMessage raw, M message) {
    assertThat(handler.authVerdict(message)).isEqualTo(AuthVerdict.NONE);
    assertThat(handler.subscriptionResults(message)).isEmpty();
    assertThat(handler.isPong(message)).isFalse();
    assertThat(handler.pong(message)).isEmpty();
    assertThat(handler.asksToReconnect(message)).isFalse();
    assertThat(handler.keepsBack(raw, message)).isFalse();
    MessageKind kind = handler.classify(message);
    if (kind.isResponse()) {
      assertThat(handler.requestId(message).map(RequestId::text)).isNotEqualTo("");
      handler.remoteError(message);
    } else {
      handler.topic(message);
    }
  }

  private List<SubscriptionResult> expected(ProtocolHandler<M> handler) {
    return handler.acknowledgesSubscriptions()
        ? List.of(SubscriptionResult.accepted(ONE), SubscriptionResult.accepted(TWO))
        : List.of();
  }

  /// Subscribes to two topics and hands the handler what its server says to that.
  private List<SubscriptionResult> subscribed(ProtocolHandler<M> handler) {
    List<SubscriptionResult> results = new ArrayList<>();
    for (WsMessage asked : handler.subscribe(List.of(ONE, TWO), ids)) {
      for (WsMessage said : acknowledge(asked)) {
        handler.parseEach(said, (raw, part) -> results.addAll(handler.subscriptionResults(part)));
      }
    }
    return results;
  }

  private M only(ProtocolHandler<M> handler, WsMessage message) {
    List<M> found = new ArrayList<>();
    handler.parseEach(message, (raw, part) -> found.add(part));
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  /// Names requests.
  protected static RequestIds ids() {
    try (SystemProviders system = SystemProviders.start(1)) {
      return new RequestIds(system.providers());
    }
  }
}
