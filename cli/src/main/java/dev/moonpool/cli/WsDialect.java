package dev.moonpool.cli;

import dev.moonpool.websocket.handlers.GenericJsonHandler;
import dev.moonpool.websocket.handlers.JsonFields;
import dev.moonpool.websocket.handlers.JsonRpcBatch;
import dev.moonpool.websocket.handlers.JsonRpcCall;
import dev.moonpool.websocket.handlers.JsonRpcHandler;
import dev.moonpool.websocket.handlers.JsonRpcTopics;
import dev.moonpool.websocket.handlers.RawHandler;
import dev.moonpool.websocket.protocol.ProtocolHandler;
import dev.moonpool.websocket.protocol.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the command's `--handler` and its further options make: a protocol, and its requests out of
/// the JSON that a user writes.
sealed interface WsDialect {
  /// A handler for one connection.
  ProtocolHandler<?> handler();

  /// What the handler takes as a request.
  ///
  /// @throws CommandException if it is none
  Object request(String text);

  /// The topics to subscribe to when a user names these.
  ///
  /// @throws CommandException if none may be named
  default List<Topic> topics(List<Topic> named) {
    return named;
  }

  /// True if there are no topics to tell apart.
  default boolean isPlain() {
    return false;
  }

  /// The dialect of this name.
  ///
  /// @param fields names of the JSON handler's fields, each by the name that it has in the code,
  ///     in small letters with dashes
  /// @param methods of subscribing, unsubscribing and notifications of JSON-RPC
  /// @throws CommandException if there is none
  static WsDialect named(String name, Map<String, String> fields, List<String> methods) {
    return switch (name) {
      case "json" -> {
        checkNoMethods(methods);
        yield new Generic(fields(fields));
      }
      case "jsonrpc" -> {
        checkNoFields(fields);
        yield new Rpc(topicsBy(methods));
      }
      case "raw" -> {
        checkNoMethods(methods);
        checkNoFields(fields);
        yield new Raw();
      }
      default ->
          throw new CommandException(
              ExitCode.USAGE, "--handler is json, jsonrpc or raw, not '" + name + "'");
    };
  }

  /// JSON objects with an id, a topic or an operation.
  ///
  /// @param fields the names that the server uses
  record Generic(JsonFields fields) implements WsDialect {
    @Override
    public ProtocolHandler<?> handler() {
      return new GenericJsonHandler(fields);
    }

    @Override
    public Object request(String text) {
      JsonNode request = parsed(text);
      if (!request.isObject()) {
        throw new CommandException(
            ExitCode.USAGE, "--request is a JSON object such as {\"ask\":\"time\"}, not " + text);
      }
      return request;
    }
  }

  /// JSON-RPC 2.0.
  ///
  /// @param topics how its server subscribes
  record Rpc(JsonRpcTopics topics) implements WsDialect {
    @Override
    public ProtocolHandler<?> handler() {
      return JsonRpcHandler.withNumberIds(topics);
    }

    @Override
    public Object request(String text) {
      JsonNode request = parsed(text);
      if (!request.isArray()) {
        return call(request);
      }
      List<JsonRpcCall> calls = new ArrayList<>();
      request.forEach(part -> calls.add(call(part)));
      if (calls.isEmpty()) {
        throw new CommandException(ExitCode.USAGE, "--request: a batch holds at least one call");
      }
      return new JsonRpcBatch(calls, List.of());
    }

    private static JsonRpcCall call(JsonNode request) {
      JsonNode params = request.path("params");
      boolean fit = params.isMissingNode() || params.isContainer();
      if (!request.path("method").isString() || !fit) {
        throw new CommandException(
            ExitCode.USAGE,
            "--request is a call such as {\"method\":\"add\",\"params\":[1,2]}, not " + request);
      }
      return new JsonRpcCall(
          request.get("method").asString(), params.isMissingNode() ? List.of() : params);
    }
  }

  /// Plain messages: all that come are printed, and there are no answers.
  record Raw() implements WsDialect {
    @Override
    public ProtocolHandler<?> handler() {
      return new RawHandler();
    }

    @Override
    public Object request(String text) {
      throw new CommandException(
          ExitCode.USAGE,
          "--request needs a protocol with answers, which --handler raw has not: use --send");
    }

    @Override
    public List<Topic> topics(List<Topic> named) {
      if (!named.isEmpty()) {
        throw new CommandException(
            ExitCode.USAGE,
            "--handler raw has no topics and prints every message: leave --subscribe out, or send"
                + " with --send what subscribes");
      }
      return List.of(RawHandler.MESSAGES);
    }

    @Override
    public boolean isPlain() {
      return true;
    }
  }

  private static void checkNoMethods(List<String> methods) {
    if (!methods.isEmpty()) {
      throw new CommandException(ExitCode.USAGE, "--methods is for --handler jsonrpc");
    }
  }

  private static void checkNoFields(Map<String, String> fields) {
    if (!fields.isEmpty()) {
      throw new CommandException(ExitCode.USAGE, "--field is for --handler json");
    }
  }

  private static JsonNode parsed(String text) {
    try {
      return JsonMapper.shared().readTree(text);
    } catch (JacksonException e) {
      throw new CommandException(
          ExitCode.USAGE, "--request is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static JsonFields fields(Map<String, String> named) {
    JsonFields fields = JsonFields.DEFAULT;
    for (Map.Entry<String, String> entry : named.entrySet()) {
      String name = entry.getKey().toUpperCase(Locale.ROOT).replace('-', '_');
      try {
        fields = fields.with(JsonFields.Name.valueOf(name), entry.getValue());
      } catch (IllegalArgumentException e) {
        List<String> known = new ArrayList<>();
        for (JsonFields.Name each : JsonFields.Name.values()) {
          known.add(each.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
        throw new CommandException(
            ExitCode.USAGE, "--field knows no '%s', but %s".formatted(entry.getKey(), known), e);
      }
    }
    return fields;
  }

  private static JsonRpcTopics topicsBy(List<String> methods) {
    if (methods.isEmpty()) {
      return JsonRpcTopics.ETHEREUM;
    }
    if (methods.size() != 3) {
      throw new CommandException(
          ExitCode.USAGE, "--methods are three: SUBSCRIBE,UNSUBSCRIBE,NOTIFICATION");
    }
    return new JsonRpcTopics(methods.get(0), methods.get(1), methods.get(2));
  }
}
