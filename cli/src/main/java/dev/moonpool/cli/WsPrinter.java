package dev.moonpool.cli;

import dev.moonpool.websocket.connection.ConnectionEpoch;
import dev.moonpool.websocket.connection.Event;
import dev.moonpool.websocket.connection.Subscription;
import dev.moonpool.websocket.protocol.IncomingMessage;
import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsException;
import dev.moonpool.websocket.protocol.WsMessage;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Says what happens on a connection: as text, with states on standard error, or as one line of
/// JSON for each. May be used from any thread.
final class WsPrinter {
  private final JsonMapper mapper = JsonMapper.shared();
  private final PrintStream out;
  private final PrintStream err;
  private final boolean json;

  /// True if there are no topics to tell apart, so that text shows none.
  private final boolean isPlain;

  WsPrinter(PrintStream out, PrintStream err, boolean json, boolean isPlain) {
    this.out = out;
    this.err = err;
    this.json = json;
    this.isPlain = isPlain;
  }

  /// True if what it says has no reader any more.
  boolean isBroken() {
    return out.checkError();
  }

  void connecting(String url) {
    state("connecting", "connecting to " + url, line -> line.put("url", url));
  }

  /// @param subprotocol which the server has chosen, for the news that the connection is ready
  void event(Event event, Optional<String> subprotocol) {
    switch (event) {
      case Event.Connected(ConnectionEpoch epoch) -> ready(epoch, subprotocol);
      case Event.Disconnected(var epoch, var reason) ->
          state(
              "lost",
              "lost, " + epoch + ": " + reason,
              line ->
                  line.put("epoch", epoch.number())
                      .put("code", reason.code())
                      .put("reason", reason.text()));
      case Event.AttemptFailed(long attempt, Throwable cause, Duration next) ->
          state(
              "attempt-failed",
              "attempt %d failed: %s; next in %.1f s"
                  .formatted(attempt, said(cause), next.toMillis() / 1e3),
              line ->
                  line.put("attempt", attempt)
                      .put("cause", said(cause))
                      .put("nextMillis", next.toMillis()));
      case Event.Renewed(ConnectionEpoch epoch, String reason) ->
          state(
              "renewed",
              "renewed, " + epoch + ": " + reason,
              line -> line.put("epoch", epoch.number()).put("reason", reason));
      case Event.RenewalFailed(long attempt, Throwable cause, var _) ->
          state(
              "renewal-failed",
              "not renewed by attempt %d: %s".formatted(attempt, said(cause)),
              line -> line.put("attempt", attempt).put("cause", said(cause)));
      case Event.Message(IncomingMessage message) -> told(message);
      case Event.Unreadable(var message, String reason) ->
          state(
              "unreadable",
              "unreadable message of %d bytes: %s".formatted(message.bytes(), reason),
              line -> line.put("bytes", message.bytes()).put("reason", reason));
      case Event.NotRestored(Topic topic, String reason, var next) ->
          state(
              "not-restored",
              "%s is not restored: %s; %s"
                  .formatted(
                      topic,
                      reason,
                      next.map(delay -> "next in %.1f s".formatted(delay.toMillis() / 1e3))
                          .orElse("not tried again")),
              line -> {
                line.put("topic", topic.name()).put("reason", reason);
                next.ifPresent(delay -> line.put("nextMillis", delay.toMillis()));
              });
      case Event.Closed(var reason) ->
          state(
              "closed",
              "closed: " + reason,
              line -> line.put("code", reason.code()).put("reason", reason.text()));
    }
  }

  private void ready(ConnectionEpoch epoch, Optional<String> subprotocol) {
    String more = subprotocol.map(name -> ", subprotocol " + name).orElse("");
    state(
        "ready",
        "ready, " + epoch + more,
        line -> {
          line.put("epoch", epoch.number());
          subprotocol.ifPresent(name -> line.put("subprotocol", name));
        });
  }

  void subscribed(Topic topic) {
    if (isPlain) {
      return;
    }
    state("subscribed", "subscribed to " + topic, line -> line.put("topic", topic.name()));
  }

  void sent(WsMessage message) {
    int bytes = message.bytes();
    state("sent", "sent %d bytes".formatted(bytes), line -> line.put("bytes", bytes));
  }

  void item(Topic topic, Subscription.Item item) {
    switch (item) {
      case Subscription.Message(IncomingMessage message) -> {
        if (json) {
          ObjectNode line = line("message").put("topic", topic.name());
          say(out, line.set("message", parsed(message.text())).toString());
        } else {
          say(out, isPlain ? message.text() : topic + " " + message.text());
        }
      }
      case Subscription.Gap(ConnectionEpoch epoch) -> {
        String text = "-- gap on %s: what came before %s is missing".formatted(topic, epoch);
        ObjectNode line = line("gap").put("topic", topic.name()).put("epoch", epoch.number());
        say(out, json ? line.toString() : text);
      }
      case Subscription.Lagged(long count) -> {
        String text = "-- %d messages on %s dropped".formatted(count, topic);
        ObjectNode line = line("lagged").put("topic", topic.name()).put("count", count);
        say(out, json ? line.toString() : text);
      }
    }
  }

  /// @param request which of them, from 1 on
  void answer(int request, JsonNode answer) {
    ObjectNode line = line("answer").put("request", request);
    say(out, json ? line.set("answer", answer).toString() : "answer " + answer);
  }

  /// @param request which of them, from 1 on
  void failed(int request, WsException why) {
    ObjectNode line = line("error").put("request", request).put("message", said(why));
    if (why instanceof WsException.Remote remote) {
      line.put("code", remote.code()).put("data", remote.data());
    }
    say(json ? out : err, json ? line.toString() : "request " + request + ": " + said(why));
  }

  private void told(IncomingMessage message) {
    String kind = message.kind().name().toLowerCase(Locale.ROOT);
    ObjectNode line = line(kind).set("message", parsed(message.text()));
    say(out, json ? line.toString() : "(" + kind + ") " + message.text());
  }

  private void state(String kind, String text, Consumer<ObjectNode> more) {
    if (json) {
      ObjectNode line = line(kind);
      more.accept(line);
      say(out, line.toString());
    } else {
      say(err, text);
    }
  }

  private ObjectNode line(String kind) {
    return mapper.createObjectNode().put("kind", kind);
  }

  /// The text as JSON, or as a JSON text where it is none.
  private JsonNode parsed(String text) {
    try {
      return mapper.readTree(text);
    } catch (JacksonException e) {
      return mapper.getNodeFactory().stringNode(text);
    }
  }

  private static String said(Throwable cause) {
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  private static void say(PrintStream to, String line) {
    to.println(line);
    to.flush();
  }
}
