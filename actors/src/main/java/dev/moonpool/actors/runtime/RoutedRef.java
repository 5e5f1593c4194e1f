package dev.moonpool.actors.runtime;

import dev.moonpool.actors.activation.Activation;
import dev.moonpool.actors.activation.Turn;
import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.Request;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.messaging.Message;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A reference whose calls one node's [Caller] makes.
///
/// @param <P> the protocol
final class RoutedRef<P> implements ActorRef<P> {
  private final Caller caller;
  private final ActorType<P> type;
  private final ActorId id;

  /// What trace its requests belong to; empty for that of the turn which sends them.
  private final String trace;

  /// The activation that the last call found on this node; a guess that saves a look-up. Racy on
  /// purpose: whoever finds it ended looks again.
  @Nullable Activation lastSeen;

  RoutedRef(Caller caller, ActorType<P> type, ActorId id) {
    this(caller, type, id, "");
  }

  private RoutedRef(Caller caller, ActorType<P> type, ActorId id, String trace) {
    this.caller = caller;
    this.type = type;
    this.id = id;
    this.trace = trace;
  }

  @Override
  public ActorId id() {
    return id;
  }

  ActorType<P> type() {
    return type;
  }

  @Override
  public ActorRef<P> traced(String context) {
    int bytes = context.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > Message.TRACE_BYTES_MAX) {
      throw new IllegalArgumentException(
          "a trace context has at most %d bytes in UTF-8, this has %d"
              .formatted(Message.TRACE_BYTES_MAX, bytes));
    }
    return new RoutedRef<>(caller, type, id, context);
  }

  /// What trace a request belongs to that is sent now.
  String trace(@Nullable Turn turn) {
    return turn == null || !trace.isEmpty() ? trace : turn.trace();
  }

  @Override
  public <R> R call(Request<? super P, R> request) {
    return answer(caller.call(this, request, caller.callTimeoutNanos()));
  }

  @Override
  public <R> R call(Request<? super P, R> request, Duration timeout) {
    return answer(caller.call(this, request, TimeUnit.NANOSECONDS.convert(timeout)));
  }

  @Override
  public <R> CompletableFuture<R> callAsync(Request<? super P, R> request) {
    return future(caller.callAsync(this, request, caller.callTimeoutNanos()));
  }

  @Override
  public <R> CompletableFuture<R> callAsync(Request<? super P, R> request, Duration timeout) {
    return future(caller.callAsync(this, request, TimeUnit.NANOSECONDS.convert(timeout)));
  }

  @Override
  public void send(Request<? super P, ?> request) {
    caller.send(this, request);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ActorRef<?> ref && id.equals(ref.id());
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return "ref to " + id;
  }

  @SuppressWarnings("unchecked") // the handler of a request answers with the request's answer type
  private static <R> R answer(Object answer) {
    return (R) answer;
  }

  @SuppressWarnings("unchecked") // as above
  private static <R> CompletableFuture<R> future(CompletableFuture<Object> future) {
    return (CompletableFuture<R>) (CompletableFuture<?>) future;
  }
}
