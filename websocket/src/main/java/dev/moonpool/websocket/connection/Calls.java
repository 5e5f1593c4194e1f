package dev.moonpool.websocket.connection;

import dev.moonpool.foundation.Providers;
import dev.moonpool.websocket.protocol.IncomingMessage;
import dev.moonpool.websocket.protocol.MessageKind;
import dev.moonpool.websocket.protocol.Outcome;
import dev.moonpool.websocket.protocol.ProtocolHandler;
import dev.moonpool.websocket.protocol.RequestId;
import dev.moonpool.websocket.protocol.RequestIds;
import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsException;
import dev.moonpool.websocket.protocol.WsMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// What users call, on their own threads, up to the point where it is handed to the owner.
///
/// A request is encoded here, so that the event loop does not do it, and its reply is made into an
/// object here as well. A caller that blocks waits untimed: the owner's timer ends its request.
final class Calls<M> {
  private final Providers providers;
  private final Driver<M> driver;
  private final ProtocolHandler<M> handler;
  private final RequestIds ids;
  private final Completions completions;
  private final JsonMapper json = JsonMapper.shared();

  Calls(Providers providers, Driver<M> driver, ProtocolHandler<M> handler, RequestIds ids) {
    this.providers = providers;
    this.driver = driver;
    this.handler = handler;
    this.ids = ids;
    this.completions = new Completions(providers.tasks());
  }

  ConnectionConfig config() {
    return driver.config();
  }

  ConnectionState state() {
    return driver.session().state();
  }

  ConnectionEpoch epoch() {
    return driver.session().epoch();
  }

  ConnectionMetrics metrics() {
    return ConnectionMetrics.of(
        driver.counters(), driver.requestPlaces().taken(), driver.stream().droppedCount());
  }

  void awaitReady(Duration timeout) throws InterruptedException, TimeoutException {
    try {
      ConnectionState reached =
          providers
              .time()
              .await(driver.session().whenReady(), timeout, "the connection to become ready");
      if (reached.isEnding() || state().isEnding()) {
        throw new WsException.ConnectionClosed(DisconnectReason.ABNORMAL, "it is closed", null);
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("it is never completed with an exception", e);
    }
  }

  // ---- requests and messages

  <T> T request(Object payload, Class<T> type, Duration timeout) throws InterruptedException {
    return await(outgoing(payload, timeout), typed(type));
  }

  <T> CompletableFuture<T> requestAsync(Object payload, Class<T> type, Duration timeout) {
    return promised(() -> outgoing(payload, timeout), typed(type));
  }

  IncomingMessage requestRaw(Object payload, Duration timeout) throws InterruptedException {
    return await(outgoing(payload, timeout), Calls::asItCame);
  }

  CompletableFuture<IncomingMessage> requestRawAsync(Object payload, Duration timeout) {
    return promised(() -> outgoing(payload, timeout), Calls::asItCame);
  }

  void send(Object payload, Duration timeout) throws InterruptedException {
    await(message(payload, timeout), Outgoing::id);
  }

  CompletableFuture<RequestId> sendAsync(Object payload, Duration timeout) {
    return promised(() -> message(payload, timeout), Outgoing::id);
  }

  /// A text of this object as it is, without anything of the handler's around it.
  WsMessage json(Object value) {
    try {
      return WsMessage.text(json.writeValueAsString(value));
    } catch (JacksonException e) {
      throw new WsException.Serialization(
          "no JSON can be made of " + value.getClass().getName(), Outcome.NOT_SENT, e);
    }
  }

  private <T> Function<Outgoing<M>, T> typed(Class<T> type) {
    return request -> handler.value(request.ended().join().orElseThrow(), type);
  }

  private static IncomingMessage asItCame(Outgoing<?> request) {
    return new IncomingMessage(request.raw(), MessageKind.RESPONSE, Optional.empty());
  }

  /// Waits for its end on the caller's thread.
  ///
  /// @param value what to make of it once it has ended well
  private <T> T await(Outgoing<M> outgoing, Function<Outgoing<M>, T> value)
      throws InterruptedException {
    try {
      outgoing.ended().get();
      return value.apply(outgoing);
    } catch (InterruptedException e) {
      cancel(outgoing);
      throw e;
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    }
  }

  /// Its end as a future, which completes on a task; what cannot even begin fails it at once.
  ///
  /// @param value what to make of it once it has ended well
  private <T> CompletableFuture<T> promised(
      Supplier<Outgoing<M>> begin, Function<Outgoing<M>, T> value) {
    Outgoing<M> outgoing;
    try {
      outgoing = begin.get();
    } catch (WsException e) {
      return CompletableFuture.failedFuture(e);
    }
    CompletableFuture<T> promise = new CompletableFuture<>();
    outgoing
        .ended()
        .whenCompleteAsync(
            (reply, failed) -> {
              if (failed != null) {
                promise.completeExceptionally(failed);
                return;
              }
              try {
                promise.complete(value.apply(outgoing));
              } catch (RuntimeException e) {
                promise.completeExceptionally(e);
              }
            },
            completions);
    promise.whenComplete(
        (any, failed) -> {
          if (promise.isCancelled()) {
            cancel(outgoing);
          }
        });
    return promise;
  }

  private void cancel(Outgoing<M> request) {
    request.cancel();
    driver.command(() -> driver.session().forget(request));
  }

  private Outgoing<M> outgoing(Object payload, Duration timeout) {
    Capacity places = driver.requestPlaces();
    if (!places.tryTake()) {
      throw new WsException.CapacityExceeded("requests pending", places.max());
    }
    try {
      RequestId id = handler.nextId(ids);
      return submit(id, handler.request(id, payload), true, timeout);
    } catch (RuntimeException e) {
      places.giveBack();
      throw e;
    }
  }

  private Outgoing<M> message(Object payload, Duration timeout) {
    Capacity places = driver.commandPlaces();
    if (!places.tryTake()) {
      throw new WsException.CapacityExceeded("commands waiting", places.max());
    }
    try {
      WsMessage message = payload instanceof WsMessage ready ? ready : handler.message(payload);
      return submit(ids.next(), message, false, timeout);
    } catch (RuntimeException e) {
      places.giveBack();
      throw e;
    }
  }

  private Outgoing<M> submit(
      RequestId id, WsMessage message, boolean awaitsReply, Duration timeout) {
    int max = driver.config().messageBytesMax();
    if (message.bytes() > max) {
      throw new WsException.Serialization(
          "a message of %d bytes, limit %d".formatted(message.bytes(), max),
          Outcome.NOT_SENT,
          null);
    }
    Capacity places = awaitsReply ? driver.requestPlaces() : driver.commandPlaces();
    long now = driver.nanoTime();
    Outgoing<M> outgoing = new Outgoing<>(id, message, awaitsReply, timeout, now, places);
    driver.command(() -> driver.session().submit(outgoing));
    return outgoing;
  }

  // ---- subscriptions

  List<Subscription> subscribe(List<Topic> topics) throws InterruptedException {
    int capacity = driver.config().subscriptionCapacity();
    List<Subscription> wanted = new ArrayList<>();
    for (Topic topic : new LinkedHashSet<>(topics)) {
      wanted.add(new Subscription(topic, capacity, providers.time(), this::release));
    }
    if (wanted.isEmpty()) {
      return List.of();
    }
    long now = driver.nanoTime();
    SubscribeCall call =
        new SubscribeCall(wanted, now + driver.config().requestTimeout().toNanos());
    driver.command(() -> driver.session().subscribe(call, driver.nanoTime()));
    try {
      return call.done().get();
    } catch (InterruptedException e) {
      wanted.forEach(Subscription::close);
      throw e;
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    }
  }

  void unsubscribe(Topic topic) {
    driver.command(() -> driver.session().unsubscribe(topic, driver.nanoTime()));
  }

  private void release(Subscription subscription) {
    driver.command(() -> driver.session().release(subscription, driver.nanoTime()));
  }

  // ---- control

  void reconnect(String reason) {
    driver.control(() -> driver.session().reconnect(reason, driver.nanoTime()));
  }

  void shutdown(DisconnectReason reason, Duration within) {
    driver.control(() -> driver.session().shutdown(reason, within, driver.nanoTime()));
  }

  boolean isTerminated() {
    return driver.terminated().isDone();
  }

  /// The error with this thread's stack in it, so that it says who asked.
  private static RuntimeException failure(@Nullable Throwable cause) {
    if (cause instanceof WsException known) {
      known.addSuppressed(new IllegalStateException("asked for here"));
      return known;
    }
    return new IllegalStateException("requests fail with a WsException", cause);
  }
}
