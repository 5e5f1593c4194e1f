package dev.moonpool.examples.feed;

import dev.moonpool.websocket.protocol.MessageKind;
import dev.moonpool.websocket.protocol.Outcome;
import dev.moonpool.websocket.protocol.ProtocolHandler;
import dev.moonpool.websocket.protocol.RequestId;
import dev.moonpool.websocket.protocol.RequestIds;
import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsException;
import dev.moonpool.websocket.protocol.WsMessage;
import java.util.List;
import java.util.Optional;

/// A protocol of our own, in lines with bars: what one writes where no ready handler fits.
///
/// | We say | The server says |
/// |---|---|
/// | `login\|KEY` | `hello` or `go away\|WORDS` |
/// | `ask\|ID\|TEXT` | `answer\|ID\|TEXT` or `error\|ID\|CODE\|WORDS` |
/// | `join\|TOPIC` | `joined\|TOPIC` or `full\|TOPIC` |
/// | `leave\|TOPIC` | |
/// | | `news\|TOPIC\|TEXT` |
///
/// A message is split once, into its parts, and all questions are asked about those.
public final class PipeHandler implements ProtocolHandler<List<String>> {
  private static final int PARTS_MAX = 4;

  /// A handler for one connection; it keeps nothing.
  public PipeHandler() {}

  @Override
  public List<String> parse(WsMessage message) {
    return switch (message) {
      case WsMessage.Text(String text) -> List.of(text.split("\\|", PARTS_MAX));
      case WsMessage.Binary _ -> throw new IllegalArgumentException("this protocol is text");
    };
  }

  // ---- who we are

  @Override
  public Optional<WsMessage> authMessage(Optional<String> credentials) {
    return credentials.map(key -> line("login", key));
  }

  @Override
  public AuthVerdict authVerdict(List<String> message) {
    return switch (message.getFirst()) {
      case "hello" -> new AuthVerdict.Accepted();
      case "go away" -> new AuthVerdict.Refused(part(message, 1), true);
      default -> AuthVerdict.NONE;
    };
  }

  // ---- what comes

  @Override
  public MessageKind classify(List<String> message) {
    return switch (message.getFirst()) {
      case "answer", "error" -> MessageKind.RESPONSE;
      case "news" -> MessageKind.UPDATE;
      case "hello", "joined", "full" -> MessageKind.CONTROL;
      default -> MessageKind.UNKNOWN;
    };
  }

  @Override
  public Optional<RequestId> requestId(List<String> message) {
    return classify(message).isResponse()
        ? Optional.of(new RequestId(part(message, 1)))
        : Optional.empty();
  }

  @Override
  public Optional<Topic> topic(List<String> message) {
    return classify(message).isUpdate()
        ? Optional.of(new Topic(part(message, 1)))
        : Optional.empty();
  }

  @Override
  public Optional<WsException.Remote> remoteError(List<String> response) {
    return response.getFirst().equals("error")
        ? Optional.of(
            new WsException.Remote(Long.parseLong(part(response, 2)), part(response, 3), ""))
        : Optional.empty();
  }

  @Override
  public <T> T value(List<String> response, Class<T> type) {
    if (type != String.class) {
      throw new WsException.Serialization("an answer is a text, not " + type, null, null);
    }
    return type.cast(part(response, 2));
  }

  // ---- what goes

  @Override
  public WsMessage request(RequestId id, Object payload) {
    if (payload instanceof String text) {
      return line("ask", id.text(), text);
    }
    throw new WsException.Serialization(
        "a text is asked, not " + payload.getClass(), Outcome.NOT_SENT, null);
  }

  @Override
  public WsMessage message(Object payload) {
    return line("say", payload.toString());
  }

  @Override
  public List<WsMessage> subscribe(List<Topic> topics, RequestIds ids) {
    return topics.stream().map(topic -> line("join", topic.name())).toList();
  }

  @Override
  public List<WsMessage> unsubscribe(List<Topic> topics, RequestIds ids) {
    return topics.stream().map(topic -> line("leave", topic.name())).toList();
  }

  @Override
  public boolean acknowledgesSubscriptions() {
    return true;
  }

  @Override
  public List<SubscriptionResult> subscriptionResults(List<String> message) {
    return switch (message.getFirst()) {
      case "joined" -> List.of(SubscriptionResult.accepted(new Topic(part(message, 1))));
      case "full" -> List.of(SubscriptionResult.refused(new Topic(part(message, 1)), "full"));
      default -> List.of();
    };
  }

  private static WsMessage line(String... parts) {
    return WsMessage.text(String.join("|", parts));
  }

  /// What this throws makes the message an unreadable one: it is counted, and ends nothing.
  private static String part(List<String> message, int index) {
    return message.get(index);
  }
}
