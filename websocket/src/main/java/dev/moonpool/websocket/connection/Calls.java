package dev.moonpool.websocket.connection;

import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.Tasks;
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
import java.util.concurrent.atomic.AtomicBoolean;
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
  /// How many bytes one `char` can become.
  private static final int UTF_8_BYTES_MAX = 3;

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
    this.completions = new Completions(providers);
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

  Optional<UpgradeAnswer> upgradeAnswer() {
    return Optional.ofNullable(driver.upgradeAnswer());
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
    } catch (TimeoutException e) {
      throw explained(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("it is never completed with an exception", e);
    }
  }

  DisconnectReason awaitClosed(Duration timeout) throws InterruptedException, TimeoutException {
    try {
      providers.time().await(driver.terminated(), timeout, "the connection to be closed");
      return driver.session().closingReason();
    } catch (ExecutionException e) {
      throw new IllegalStateException("it is never completed with an exception", e);
    }
  }

  Optional<Throwable> lastFailure() {
    return driver.session().lastFailure();
  }

  private TimeoutException explained(TimeoutException timeout) {
    Optional<Throwable> last = lastFailure();
    if (last.isEmpty()) {
      return timeout;
    }
    TimeoutException told =
        new TimeoutException(
            timeout.getMessage() + "; the last failure: " + last.get().getMessage());
    told.initCause(last.get());
    return told;
  }

  /// The same error; one of a connection that is not ready holds what the last attempt met.
  private WsException explained(WsException error) {
    boolean isAnswer = error instanceof WsException.Remote;
    lastFailure()
        .filter(last -> !isAnswer && last != error)
        .filter(last -> !List.of(error.getSuppressed()).contains(last))
        .ifPresent(error::addSuppressed);
    return error;
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
    await(message(payload, timeout, ids.next()), Outgoing::id);
  }

  /// Sends what nobody waits for.
  void tell(Object payload) {
    Capacity places = driver.commandPlaces();
    take(places, "commands waiting");
    try {
      WsMessage message = message(payload);
      checkSize(message);
      driver.tell(message);
    } catch (RuntimeException e) {
      places.giveBack();
      throw e;
    }
  }

  CompletableFuture<RequestId> sendAsync(Object payload, Duration timeout) {
    return promised(() -> message(payload, timeout, ids.next()), Outgoing::id);
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
    return request -> handler.value(request.reply(), type);
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
      outgoing.await();
    } catch (InterruptedException e) {
      cancel(outgoing);
      throw e;
    }
    try {
      outgoing.succeeded();
    } catch (WsException e) {
      throw failure(e);
    }
    return value.apply(outgoing);
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
    Promise<T> promise = new Promise<>(() -> cancel(outgoing));
    Runnable complete =
        () -> {
          try {
            outgoing.succeeded();
            promise.complete(value.apply(outgoing));
          } catch (WsException e) {
            promise.completeExceptionally(explained(e));
          } catch (RuntimeException e) {
            promise.completeExceptionally(e);
          }
        };
    outgoing.onEnd(() -> completions.execute(complete));
    return promise;
  }

  private void cancel(Outgoing<M> request) {
    request.cancel();
    driver.command(() -> driver.session().forget(request));
  }

  private Outgoing<M> outgoing(Object payload, Duration timeout) {
    Capacity places = driver.requestPlaces();
    take(places, "requests pending");
    try {
      RequestId id = handler.nextId(ids);
      return submit(id, handler.request(id, payload), true, timeout);
    } catch (RuntimeException e) {
      places.giveBack();
      throw e;
    }
  }

  private Outgoing<M> message(Object payload, Duration timeout, RequestId id) {
    Capacity places = driver.commandPlaces();
    take(places, "commands waiting");
    try {
      return submit(id, message(payload), false, timeout);
    } catch (RuntimeException e) {
      places.giveBack();
      throw e;
    }
  }

  private WsMessage message(Object payload) {
    return payload instanceof WsMessage ready ? ready : handler.message(payload);
  }

  private static void take(Capacity places, String what) {
    if (!places.tryTake()) {
      throw new WsException.CapacityExceeded(what, places.max());
    }
  }

  private Outgoing<M> submit(
      RequestId id, WsMessage message, boolean awaitsReply, Duration timeout) {
    checkSize(message);
    Capacity places = awaitsReply ? driver.requestPlaces() : driver.commandPlaces();
    long now = driver.nanoTime();
    Outgoing<M> outgoing = new Outgoing<>(id, message, awaitsReply, timeout, now, places);
    driver.submit(outgoing);
    return outgoing;
  }

  /// A text is only measured if it could be too large.
  private void checkSize(WsMessage message) {
    int max = driver.config().messageBytesMax();
    boolean surelyFits =
        message instanceof WsMessage.Text(String text)
            && (long) text.length() * UTF_8_BYTES_MAX <= max;
    if (!surelyFits && message.bytes() > max) {
      throw new WsException.Serialization(
          "a message of %d bytes, limit %d".formatted(message.bytes(), max),
          Outcome.NOT_SENT,
          null);
    }
  }

  // ---- subscriptions

  List<Subscription> subscribe(List<Topic> topics) throws InterruptedException {
    int capacity = driver.config().subscriptionCapacity();
    List<Subscription> wanted = new ArrayList<>();
    for (Topic topic : new LinkedHashSet<>(topics)) {
      Subscriber subscriber =
          new Subscriber(
              topic, capacity, providers.time(), driver.counters().lagged, this::release);
      wanted.add(new Subscription(subscriber, providers.tasks()));
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

  private void release(Subscriber left) {
    driver.command(() -> driver.session().release(left, driver.nanoTime()));
  }

  // ---- control

  /// Notices when `handle` is lost; where it was opened is here.
  ///
  /// @param closed whether it was closed
  Tasks.LossWatch watch(ConnectionHandle handle, AtomicBoolean closed) {
    Opened opened = new Opened("a handle");
    return providers.tasks().onLost(handle, () -> opened.lost(closed.get() || isTerminated()));
  }

  void renew(String reason) {
    driver.control(() -> driver.session().renew(reason, driver.nanoTime()));
  }

  void reconnect(String reason) {
    driver.control(() -> driver.session().reconnect(reason, Loss.Trigger.USER, driver.nanoTime()));
  }

  void shutdown(DisconnectReason reason, Duration within) {
    driver.control(() -> driver.session().shutdown(reason, within, driver.nanoTime()));
  }

  boolean isTerminated() {
    return driver.terminated().isDone();
  }

  /// The error with this thread's stack in it, so that it says who asked.
  private RuntimeException failure(@Nullable Throwable cause) {
    if (cause instanceof WsException known) {
      explained(known);
      known.addSuppressed(new IllegalStateException("asked for here"));
      return known;
    }
    return new IllegalStateException("requests fail with a WsException", cause);
  }

  /// A future whose cancelling cancels more than itself.
  private static final class Promise<T> extends CompletableFuture<T> {
    private final Runnable onCancel;

    Promise(Runnable onCancel) {
      this.onCancel = onCancel;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      boolean cancelled = super.cancel(mayInterruptIfRunning);
      if (cancelled) {
        onCancel.run();
      }
      return cancelled;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
      return new CompletableFuture<>();
    }
  }
}
