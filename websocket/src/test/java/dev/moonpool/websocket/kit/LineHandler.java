package dev.moonpool.websocket.kit;

import dev.moonpool.websocket.protocol.MessageKind;
import dev.moonpool.websocket.protocol.Outcome;
import dev.moonpool.websocket.protocol.ProtocolHandler;
import dev.moonpool.websocket.protocol.RequestId;
import dev.moonpool.websocket.protocol.RequestIds;
import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsException;
import dev.moonpool.websocket.protocol.WsMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A protocol of words for tests.
///
/// The client says `hello`, `auth KEY`, `req ID TEXT`, `say TEXT`, `sub TOPIC…`, `unsub TOPIC…`,
/// `beat`; the server `welcome`, `denied TEXT`, `banned TEXT`, `res ID TEXT`, `err ID CODE TEXT`,
/// `ok TOPIC`, `no TOPIC TEXT`, `upd TOPIC TEXT`, `sys TEXT`, `beaten`, `alive?`, `move`.
public final class LineHandler implements ProtocolHandler<String[]> {
  private final boolean greets;
  private final boolean acknowledges;

  /// @param greets whether it says hello on each socket
  /// @param acknowledges whether its server answers to each topic
  public LineHandler(boolean greets, boolean acknowledges) {
    this.greets = greets;
    this.acknowledges = acknowledges;
  }

  @Override
  public String[] parse(WsMessage message) {
    return switch (message) {
      case WsMessage.Text(String text) -> text.split(" ", 4);
      case WsMessage.Binary binary -> throw new IllegalArgumentException("only text is spoken");
    };
  }

  @Override
  public Optional<ProtocolHandler<String[]>> forNextSocket() {
    return Optional.of(this);
  }

  @Override
  public List<WsMessage> onConnect() {
    return greets ? List.of(WsMessage.text("hello")) : List.of();
  }

  @Override
  public Optional<WsMessage> authMessage(Optional<String> credentials) {
    return credentials.map(key -> WsMessage.text("auth " + key));
  }

  @Override
  public AuthVerdict authVerdict(String[] message) {
    return switch (message[0]) {
      case "welcome" -> new AuthVerdict.Accepted();
      case "denied" -> new AuthVerdict.Refused(message[1], false);
      case "banned" -> new AuthVerdict.Refused(message[1], true);
      default -> AuthVerdict.NONE;
    };
  }

  @Override
  public MessageKind classify(String[] message) {
    return switch (message[0]) {
      case "res", "err" -> MessageKind.RESPONSE;
      case "upd" -> MessageKind.UPDATE;
      case "sys", "move" -> MessageKind.SYSTEM;
      case "ok", "no", "welcome" -> MessageKind.CONTROL;
      default -> MessageKind.UNKNOWN;
    };
  }

  @Override
  public Optional<RequestId> requestId(String[] message) {
    boolean answers = classify(message).isResponse() && !message[1].equals("-");
    return answers ? Optional.of(new RequestId(message[1])) : Optional.empty();
  }

  @Override
  public Optional<Topic> topic(String[] message) {
    return message[0].equals("upd") ? Optional.of(new Topic(message[1])) : Optional.empty();
  }

  @Override
  public Optional<WsException.Remote> remoteError(String[] response) {
    return response[0].equals("err")
        ? Optional.of(new WsException.Remote(Long.parseLong(response[2]), response[3], ""))
        : Optional.empty();
  }

  @Override
  public <T> T value(String[] response, Class<T> type) {
    if (type != String.class) {
      throw new WsException.Serialization("only texts are answered", null, null);
    }
    return type.cast(response[2]);
  }

  @Override
  public WsMessage request(RequestId id, Object payload) {
    if (payload instanceof String text) {
      return WsMessage.text("req " + id + " " + text);
    }
    throw new WsException.Serialization("only texts are asked", Outcome.NOT_SENT, null);
  }

  @Override
  public WsMessage message(Object payload) {
    return WsMessage.text("say " + payload);
  }

  @Override
  public List<WsMessage> subscribe(List<Topic> topics, RequestIds ids) {
    return List.of(WsMessage.text("sub " + words(topics)));
  }

  @Override
  public List<WsMessage> unsubscribe(List<Topic> topics, RequestIds ids) {
    return List.of(WsMessage.text("unsub " + words(topics)));
  }

  @Override
  public boolean acknowledgesSubscriptions() {
    return acknowledges;
  }

  @Override
  public List<SubscriptionResult> subscriptionResults(String[] message) {
    return switch (message[0]) {
      case "ok" -> List.of(SubscriptionResult.accepted(new Topic(message[1])));
      case "no" -> List.of(SubscriptionResult.refused(new Topic(message[1]), message[2]));
      case "gone" -> List.of(SubscriptionResult.refusedForGood(new Topic(message[1]), message[2]));
      default -> List.of();
    };
  }

  @Override
  public Optional<WsMessage> ping() {
    return Optional.of(WsMessage.text("beat"));
  }

  @Override
  public boolean isPong(String[] message) {
    return message[0].equals("beaten");
  }

  @Override
  public Optional<WsMessage> pong(String[] message) {
    return message[0].equals("alive?") ? Optional.of(WsMessage.text("alive")) : Optional.empty();
  }

  @Override
  public boolean asksToReconnect(String[] message) {
    return message[0].equals("move");
  }

  private static String words(List<Topic> topics) {
    List<String> names = new ArrayList<>();
    topics.forEach(topic -> names.add(topic.name()));
    return String.join(" ", names);
  }
}
