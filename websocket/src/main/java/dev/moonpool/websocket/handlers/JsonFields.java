package dev.moonpool.websocket.handlers;

import java.util.Objects;

/// The names that a server's JSON messages use.
///
/// @param requestId the field with a request's name, in request and answer
/// @param topic the field with an update's topic
/// @param operation the field that says what a message wants
/// @param arguments the field with the topics of an operation
/// @param subscribe the operation that subscribes
/// @param unsubscribe the operation that ends subscriptions
/// @param ping the operation that asks for a sign of life
/// @param pong the operation that gives it
/// @param type the field that says what a message of the server itself is
/// @param error the field with an answer's error
/// @param result the field with an answer's value; an answer without it is its value
public record JsonFields(
    String requestId,
    String topic,
    String operation,
    String arguments,
    String subscribe,
    String unsubscribe,
    String ping,
    String pong,
    String type,
    String error,
    String result) {
  /// The names that most services use: `id`, `topic`, `op`, `args`, `type`, `error`, `result`.
  public static final JsonFields DEFAULT =
      new JsonFields(
          "id",
          "topic",
          "op",
          "args",
          "subscribe",
          "unsubscribe",
          "ping",
          "pong",
          "type",
          "error",
          "result");

  /// Checks that all are there.
  public JsonFields {
    Objects.requireNonNull(requestId, "requestId");
    Objects.requireNonNull(topic, "topic");
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(arguments, "arguments");
    Objects.requireNonNull(subscribe, "subscribe");
    Objects.requireNonNull(unsubscribe, "unsubscribe");
    Objects.requireNonNull(ping, "ping");
    Objects.requireNonNull(pong, "pong");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(error, "error");
    Objects.requireNonNull(result, "result");
  }

  /// The same with these names of request ids and topics.
  public JsonFields withIds(String requestId, String topic) {
    return new JsonFields(
        requestId,
        topic,
        operation,
        arguments,
        subscribe,
        unsubscribe,
        ping,
        pong,
        type,
        error,
        result);
  }

  /// The same with these names of an operation and its topics.
  public JsonFields withOperation(String operation, String arguments) {
    return new JsonFields(
        requestId,
        topic,
        operation,
        arguments,
        subscribe,
        unsubscribe,
        ping,
        pong,
        type,
        error,
        result);
  }

  /// The same with these operations.
  public JsonFields withOperations(String subscribe, String unsubscribe, String ping, String pong) {
    return new JsonFields(
        requestId,
        topic,
        operation,
        arguments,
        subscribe,
        unsubscribe,
        ping,
        pong,
        type,
        error,
        result);
  }

  /// The same with these names of what an answer or a message of the server itself holds.
  public JsonFields withAnswer(String type, String error, String result) {
    return new JsonFields(
        requestId,
        topic,
        operation,
        arguments,
        subscribe,
        unsubscribe,
        ping,
        pong,
        type,
        error,
        result);
  }
}
