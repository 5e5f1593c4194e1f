package dev.moonpool.websocket.handlers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What a connection relies on in every [ProtocolHandler]; a subclass plays its server. Needs JUnit
/// and nothing else.
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

  /// What can be asked; [#value] is the answer to it. Null if the protocol has no requests.
  protected abstract Object payload();

  /// The value of a good answer to [#payload], of any type that has an `equals`; by default the
  /// text
  /// `pong`. The handler is asked for it by its class.
  protected Object value() {
    return "pong";
  }

  /// A type that no answer to [#payload] can be read as; a set by default.
  protected Class<?> unfitType() {
    return Set.class;
  }

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

    assertEquals(MessageKind.RESPONSE, handler.classify(first));
    assertEquals(Optional.of(id), handler.requestId(first));
    assertEquals(Optional.of(other), handler.requestId(second));
    assertEquals(Optional.empty(), handler.remoteError(first));
    assertEquals(value(), handler.value(first, value().getClass()));
    assertThrows(WsException.Serialization.class, () -> handler.value(first, unfitType()));
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

    assertEquals(MessageKind.RESPONSE, handler.classify(message));
    assertEquals(Optional.of(id), handler.requestId(message));
    WsException.Remote error =
        handler.remoteError(message).orElseThrow(() -> new AssertionError("no error in a refusal"));
    assertEquals(7, error.code());
    assertEquals("not today", error.words());
    assertEquals(Optional.of(Outcome.REJECTED), error.outcome());
  }

  @Test
  void request_ofWhatCannotBeAsked_isNotSent() {
    ProtocolHandler<M> handler = handler();
    WsException.Serialization why =
        assertThrows(
            WsException.Serialization.class,
            () -> handler.request(handler.nextId(ids), unfitPayload()));
    assertEquals(Optional.of(Outcome.NOT_SENT), why.outcome());
  }

  @Test
  void nextId_oftenAsked_neverRepeats() {
    ProtocolHandler<M> handler = handler();
    Set<RequestId> named = new LinkedHashSet<>();
    for (int i = 0; i < 1_000; i++) {
      assertTrue(named.add(handler.nextId(ids)), "a name was given twice");
    }
  }

  @Test
  void subscriptions_acknowledged_areAcceptedAndUpdatesFindThem() {
    ProtocolHandler<M> handler = handler();
    assertResults(handler, subscribed(handler));

    for (Topic topic : List.of(ONE, TWO)) {
      M update = only(handler, update(topic));
      assertEquals(List.of(), handler.subscriptionResults(update));
      assertEquals(MessageKind.UPDATE, handler.classify(update));
      assertEquals(Optional.of(topic), handler.topic(update));
      assertEquals(Optional.empty(), handler.requestId(update));
    }
    assertFalse(handler.unsubscribe(List.of(ONE, TWO), ids).isEmpty(), "nothing unsubscribes");
    assertEquals(List.of(), handler.takeReplies(ids));
  }

  @Test
  void subscriptions_onANewSocket_areAskedForAgain() {
    ProtocolHandler<M> handler = handler();
    subscribed(handler);
    handler.connecting();

    assertResults(handler, subscribed(handler));
    assertEquals(Optional.of(TWO), handler.topic(only(handler, update(TWO))));
  }

  @Test
  void messages_thatAreStrange_doNoHarm() {
    ProtocolHandler<M> handler = handler();
    subscribed(handler);
    for (WsMessage strange : STRANGE) {
      try {
        handler.parseEach(strange, (raw, message) -> askEverything(handler, raw, message));
      } catch (RuntimeException e) {
        continue; // unreadable, and counted as such
      }
    }
    M update = only(handler, update(ONE));
    assertEquals(Optional.of(ONE), handler.topic(update));
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
              assertFalse(handler.isPong(seen), "a ping is taken for a pong");
              for (WsMessage pong : handler.pong(seen).stream().toList()) {
                assertTrue(handler.isPong(only(handler, pong)), "a pong is not known as one");
                assertEquals(Optional.empty(), handler.pong(only(handler, pong)));
              }
            });
  }

  private void askEverything(ProtocolHandler<M> handler, WsMessage raw, M message) {
    assertEquals(AuthVerdict.NONE, handler.authVerdict(message));
    assertEquals(List.of(), handler.subscriptionResults(message));
    assertFalse(handler.isPong(message), "a strange message is taken for a pong");
    assertEquals(Optional.empty(), handler.pong(message));
    assertFalse(handler.asksToReconnect(message), "a strange message asks to reconnect");
    assertFalse(handler.keepsBack(raw, message), "a strange message is kept back");
    MessageKind kind = handler.classify(message);
    if (kind.isResponse()) {
      assertNotEquals(Optional.of(""), handler.requestId(message).map(RequestId::text));
      handler.remoteError(message);
    } else {
      handler.topic(message);
    }
  }

  private static void assertResults(ProtocolHandler<?> handler, List<SubscriptionResult> results) {
    Set<SubscriptionResult> expected =
        handler.acknowledgesSubscriptions()
            ? Set.of(SubscriptionResult.accepted(ONE), SubscriptionResult.accepted(TWO))
            : Set.of();
    assertEquals(expected, Set.copyOf(results));
    assertEquals(expected.size(), results.size(), () -> "one result a topic, these are " + results);
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
    assertEquals(1, found.size(), () -> "parts of " + message);
    return found.getFirst();
  }

  /// Names requests.
  protected static RequestIds ids() {
    try (SystemProviders system = SystemProviders.start(1)) {
      return new RequestIds(system.providers());
    }
  }
}
