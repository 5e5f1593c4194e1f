package dev.moonpool.websocket.connection;

import dev.moonpool.foundation.CheckReturnValue;
import dev.moonpool.foundation.Tasks;
import dev.moonpool.websocket.protocol.IncomingMessage;
import dev.moonpool.websocket.protocol.RequestId;
import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/// One user's hold on a connection. Cheap; may be used from any thread.
///
/// The connection lives as long as one of its handles is open, and ends within a second of the
/// last one's close; a handle that is lost instead of closed keeps it alive, and where it was
/// opened
/// is logged when the collector notices. While it is not ready, requests and messages wait within
/// their own time.
public final class ConnectionHandle implements AutoCloseable {
  /// What a normal closing says.
  private static final DisconnectReason CLOSED = new DisconnectReason(1000, "closed by the client");

  /// How long the other end may take to answer the close that follows the last handle's.
  private static final Duration CLOSE_WITHIN = Duration.ofMillis(900);

  private final Calls<?> calls;
  private final Shares shares;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Tasks.LossWatch watch;

  ConnectionHandle(Calls<?> calls, Shares shares) {
    this.calls = calls;
    this.shares = shares;
    this.watch = calls.watch(this, closed);
  }

  // ---- how it is

  /// Where the connection is in its life at this moment.
  public ConnectionState state() {
    return calls.state();
  }

  /// Which ready time it is, or was last.
  public ConnectionEpoch epoch() {
    return calls.epoch();
  }

  /// What has happened so far.
  public ConnectionMetrics metrics() {
    return calls.metrics();
  }

  /// What the server answered when the newest socket was upgraded: its fields, and with
  /// [UpgradeAnswer#subprotocol] the subprotocol that it has chosen. Empty before the first
  /// upgrade.
  public Optional<UpgradeAnswer> upgradeAnswer() {
    return calls.upgradeAnswer();
  }

  /// Waits until the connection is ready.
  ///
  /// @throws TimeoutException if it is not in time
  /// @throws WsException.ConnectionClosed if it has ended
  /// @throws InterruptedException if the caller is interrupted meanwhile
  public void awaitReady(Duration timeout) throws InterruptedException, TimeoutException {
    calls.awaitReady(timeout);
  }

  /// Waits until nothing is left of the connection: it was closed, or has ended by itself.
  ///
  /// @return why it has ended
  /// @throws TimeoutException if it has not in time
  /// @throws InterruptedException if the caller is interrupted meanwhile
  public DisconnectReason awaitClosed(Duration timeout)
      throws InterruptedException, TimeoutException {
    return calls.awaitClosed(timeout);
  }

  /// What the last attempt or socket met since the connection was last ready; empty while it is
  /// ready. Errors of requests and subscriptions hold it as suppressed.
  public Optional<Throwable> lastFailure() {
    return calls.lastFailure();
  }

  // ---- asking

  /// Sends a request and waits for its answer, as long as the configuration says.
  ///
  /// @param payload what the connection's handler can make a request of
  /// @throws WsException if there is no answer; it says what became of the request
  /// @throws InterruptedException if the caller is interrupted meanwhile; the request is cancelled
  public <T> T request(Object payload, Class<T> type) throws InterruptedException {
    return request(payload, type, calls.config().requestTimeout());
  }

  /// Sends a request and waits for its answer this long.
  ///
  /// @param payload what the connection's handler can make a request of
  /// @throws WsException if there is no answer; it says what became of the request
  /// @throws InterruptedException if the caller is interrupted meanwhile; the request is cancelled
  public <T> T request(Object payload, Class<T> type, Duration timeout)
      throws InterruptedException {
    return calls.request(payload, type, timeout);
  }

  /// Sends a request. The future completes on a task, with the answer or a [WsException];
  /// cancelling it cancels the request.
  ///
  /// @param payload what the connection's handler can make a request of
  public <T> CompletableFuture<T> requestAsync(Object payload, Class<T> type) {
    return requestAsync(payload, type, calls.config().requestTimeout());
  }

  /// The same with its own time limit.
  ///
  /// @param payload what the connection's handler can make a request of
  public <T> CompletableFuture<T> requestAsync(Object payload, Class<T> type, Duration timeout) {
    return calls.requestAsync(payload, type, timeout);
  }

  /// Sends a request and waits for its answer, as long as the configuration says, without making
  /// an object of it.
  ///
  /// @param payload what the connection's handler can make a request of
  /// @return the whole message in which the answer came
  /// @throws WsException if there is no answer, or it is an error
  /// @throws InterruptedException if the caller is interrupted meanwhile; the request is cancelled
  public IncomingMessage requestRaw(Object payload) throws InterruptedException {
    return requestRaw(payload, calls.config().requestTimeout());
  }

  /// The same with its own time limit.
  ///
  /// @param payload what the connection's handler can make a request of
  /// @return the whole message in which the answer came
  /// @throws WsException if there is no answer, or it is an error
  /// @throws InterruptedException if the caller is interrupted meanwhile; the request is cancelled
  public IncomingMessage requestRaw(Object payload, Duration timeout) throws InterruptedException {
    return calls.requestRaw(payload, timeout);
  }

  /// Sends a request. The future completes on a task, with the whole message in which the answer
  /// came or a [WsException]; cancelling it cancels the request.
  ///
  /// @param payload what the connection's handler can make a request of
  public CompletableFuture<IncomingMessage> requestRawAsync(Object payload) {
    return requestRawAsync(payload, calls.config().requestTimeout());
  }

  /// The same with its own time limit.
  ///
  /// @param payload what the connection's handler can make a request of
  public CompletableFuture<IncomingMessage> requestRawAsync(Object payload, Duration timeout) {
    return calls.requestRawAsync(payload, timeout);
  }

  // ---- saying

  /// Sends a message to which no answer is expected, and waits until it is written, as long as the
  /// configuration says for a request.
  ///
  /// @param payload a `WsMessage`, or what the connection's handler can make one of
  /// @throws WsException if it was not written
  /// @throws InterruptedException if the caller is interrupted meanwhile
  public void send(Object payload) throws InterruptedException {
    send(payload, calls.config().requestTimeout());
  }

  /// The same with its own time limit.
  ///
  /// @param payload a `WsMessage`, or what the connection's handler can make one of
  /// @throws WsException if it was not written
  /// @throws InterruptedException if the caller is interrupted meanwhile
  public void send(Object payload, Duration timeout) throws InterruptedException {
    calls.send(payload, timeout);
  }

  /// Sends a message to which no answer is expected. The future completes on a task, with the name
  /// under which errors would mention the message, when it is written; cancelling it takes back
  /// what is not written yet.
  ///
  /// @param payload a `WsMessage`, or what the connection's handler can make one of
  public CompletableFuture<RequestId> sendAsync(Object payload) {
    return sendAsync(payload, calls.config().requestTimeout());
  }

  /// The same with its own time limit.
  ///
  /// @param payload a `WsMessage`, or what the connection's handler can make one of
  public CompletableFuture<RequestId> sendAsync(Object payload, Duration timeout) {
    return calls.sendAsync(payload, timeout);
  }

  /// Hands over a message to which no answer is expected, for those who need not know when it is
  /// written, or whether: what is not written before the connection is lost is gone. Never waits.
  ///
  /// @param payload a `WsMessage`, or what the connection's handler can make one of
  /// @throws WsException.CapacityExceeded if as many commands wait as may
  public void tell(Object payload) {
    calls.tell(payload);
  }

  /// Sends an object as JSON text just as it is, without asking the handler, and waits until it is
  /// written.
  ///
  /// @param value what Jackson can write, for example a record, a map or a tree
  /// @throws WsException if it was not written
  /// @throws InterruptedException if the caller is interrupted meanwhile
  public void sendJson(Object value) throws InterruptedException {
    send(calls.json(value));
  }

  /// Sends an object as JSON text just as it is. The future completes as that of [#sendAsync].
  ///
  /// @param value what Jackson can write, for example a record, a map or a tree
  public CompletableFuture<RequestId> sendJsonAsync(Object value) {
    try {
      return sendAsync(calls.json(value));
    } catch (WsException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  // ---- subscriptions

  /// Subscribes, and waits until the server has accepted it, where the handler can tell.
  ///
  /// @return to be closed by the caller: the last subscription to a topic that is closed
  ///     unsubscribes from it
  /// @throws WsException.SubscriptionFailed if the server refuses, or does not answer in time
  /// @throws InterruptedException if the caller is interrupted meanwhile
  @CheckReturnValue
  public Subscription subscribe(Topic topic) throws InterruptedException {
    return calls.subscribe(List.of(topic)).getFirst();
  }

  /// Subscribes to all of these, or to none.
  ///
  /// @return one for each topic, in their order, to be closed by the caller
  /// @throws WsException.SubscriptionFailed if one is refused; the message names all that were
  /// @throws InterruptedException if the caller is interrupted meanwhile
  @CheckReturnValue
  public List<Subscription> subscribeMany(List<Topic> topics) throws InterruptedException {
    return calls.subscribe(topics);
  }

  /// Ends all subscriptions of this connection to the topic, whoever holds them, and the server's
  /// sending; closing them later does nothing more. Does not wait for the server.
  public void unsubscribe(Topic topic) {
    calls.unsubscribe(topic);
  }

  // ---- its life

  /// Ends the socket and connects again without delay.
  ///
  /// @param reason told to the server and to the stream
  public void reconnect(String reason) {
    calls.reconnect(reason);
  }

  /// Replaces the socket by a new one while the old one goes on serving: the new one is connected,
  /// authenticated and asked for all topics before the switch. Returns at once; the switch is told
  /// as [Event.Renewed], with the next epoch, and a failure as [Event.RenewalFailed].
  ///
  /// - A request that was sent before the switch is answered on the old socket. What is still
  ///   unanswered [ConnectionConfig#requestTimeout] after the switch, or when the old socket ends
  ///   earlier, fails with [WsException.ConnectionClosed]. What is sent after the switch goes out
  /// on
  ///   the new socket. Each request ends exactly once.
  /// - From the moment at which the new socket holds a topic until the switch, updates of the topic
  ///   are taken from both sockets: each in the order of its socket, and some twice. After the
  ///   switch they are taken from the new one only. If both sockets are served from one stream of
  ///   updates, none is missed, and no gap is told. A handler whose server does not acknowledge
  ///   subscriptions cannot know; with it a gap is told at the switch.
  /// - If the new socket fails, or its server refuses a topic that the old one holds, or the server
  ///   answers no pings, the old socket goes on, and the next try follows the configured backoff.
  /// If
  ///   the old socket is lost before the switch, the connection reconnects as after any loss.
  /// - A handler that cannot serve two sockets at once says so: its connection reconnects as with
  ///   [#reconnect].
  ///
  /// Does nothing while the connection is not ready, or a replacement is under way.
  ///
  /// @param reason told to the stream, and to the server when the old socket is closed
  public void renew(String reason) {
    calls.renew(reason);
  }

  /// Another handle of the same connection.
  ///
  /// @throws WsException.ConnectionClosed if the last one was closed
  @CheckReturnValue
  public ConnectionHandle share() {
    if (closed.get() || !shares.tryAdd()) {
      throw new WsException.ConnectionClosed(CLOSED.code(), "this handle is closed", null);
    }
    return new ConnectionHandle(calls, shares);
  }

  /// Gives this handle up; the last one that is ends the connection. Idempotent.
  @Override
  public void close() {
    watch.cancel();
    if (closed.compareAndSet(false, true) && shares.removeAndDecide()) {
      Duration configured = calls.config().closeTimeout();
      boolean shorter = configured.compareTo(CLOSE_WITHIN) < 0;
      calls.shutdown(CLOSED, shorter ? configured : CLOSE_WITHIN);
    }
  }

  /// Ends the connection for all handles. Does not wait; the stream ends when it is done.
  ///
  /// @param code the close code, 1000 or 3000 to 4999
  /// @param reason told to the server
  public void shutdown(int code, String reason) {
    if (code != 1000 && (code < 3000 || code > 4999)) {
      throw new IllegalArgumentException(
          "a client closes with 1000 or 3000 to 4999, not with " + code);
    }
    calls.shutdown(new DisconnectReason(code, reason), calls.config().closeTimeout());
  }
}
