package dev.moonpool.websocket.client;

import dev.moonpool.foundation.DurationText;
import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.Time;
import dev.moonpool.websocket.connection.AttemptSuppliers;
import dev.moonpool.websocket.connection.Connection;
import dev.moonpool.websocket.connection.ConnectionConfig;
import dev.moonpool.websocket.connection.ConnectionState;
import dev.moonpool.websocket.connection.DisconnectReason;
import dev.moonpool.websocket.connection.Event;
import dev.moonpool.websocket.connection.Subscription;
import dev.moonpool.websocket.connection.UpgradeAnswer;
import dev.moonpool.websocket.protocol.ProtocolHandler;
import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// One connection, for those who want no event stream.
///
/// ```java
/// try (SystemProviders system = SystemProviders.start();
///     WsClient client = WsClient.connect(system.providers(), "wss://feed.example/v1", handler)) {
///   Price price = client.request(new PriceOf("BTC"), Price.class);
///   try (Subscription trades = client.subscribe("trades.BTC")) {
///     for (Subscription.Item item : trades) { … }
///   }
/// }
/// ```
///
/// It survives what a [Connection] survives: after a loss it connects again, restores its
/// subscriptions, and each of them yields a gap. What was sent and not answered by then fails; what
/// is asked for meanwhile waits within its own time. May be used from any thread. To be closed.
public final class WsClient implements AutoCloseable {
  /// The last handle's close ends a connection within a second, and a little is for telling it.
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);

  private final Connection connection;

  private WsClient(Connection connection) {
    this.connection = connection;
  }

  // ---- beginning

  /// Connects with everything at its default, and waits until the connection is ready.
  ///
  /// @param url `ws://[user:password@]host[:port]/path` or `wss://…`
  /// @param handler the protocol; a new one for each client
  /// @throws WsException as the other forms do
  /// @throws InterruptedException if the caller is interrupted meanwhile; nothing is left
  public static WsClient connect(Providers providers, String url, ProtocolHandler<?> handler)
      throws InterruptedException {
    return connect(providers, ConnectionConfig.of(url), handler);
  }

  /// Connects, and waits until the connection is ready.
  ///
  /// @param handler the protocol; a new one for each client
  /// @throws WsException as the other forms do
  /// @throws InterruptedException if the caller is interrupted meanwhile; nothing is left
  public static WsClient connect(
      Providers providers, ConnectionConfig config, ProtocolHandler<?> handler)
      throws InterruptedException {
    return connect(providers, config, handler, AttemptSuppliers.of(config));
  }

  /// Connects, and waits until the connection is ready: as long as the configuration gives one
  /// attempt to connect, in which it may make several.
  ///
  /// @param handler the protocol; a new one for each client
  /// @param suppliers asked at every attempt where to connect and as whom
  /// @throws WsException.Auth if the server does not accept who we are
  /// @throws WsException.ConnectionClosed if it is not ready in time, or gave up; the message says
  ///     what the last attempt met
  /// @throws InterruptedException if the caller is interrupted meanwhile; nothing is left
  public static WsClient connect(
      Providers providers,
      ConnectionConfig config,
      ProtocolHandler<?> handler,
      AttemptSuppliers suppliers)
      throws InterruptedException {
    WsClient client = new WsClient(Connection.connect(providers, config, handler, suppliers));
    try {
      client.awaitFirst(providers.time(), config.connectTimeout());
    } catch (InterruptedException | WsException e) {
      client.close();
      throw e;
    }
    client.connection.stream().ignore();
    return client;
  }

  private void awaitFirst(Time time, Duration within) throws InterruptedException {
    long deadlineNanos = time.nanoTime() + within.toNanos();
    Throwable last = null;
    while (true) {
      Duration left = Duration.ofNanos(deadlineNanos - time.nanoTime());
      Optional<Event> event = connection.stream().poll(left);
      switch (event.orElse(null)) {
        case null -> throw failure("not ready within " + DurationText.of(within), last);
        case Event.Connected _ -> {
          return;
        }
        case Event.AttemptFailed attempt -> last = attempt.cause();
        case Event.Closed(DisconnectReason reason) -> throw failure(reason.text(), last);
        case Event.Disconnected _ -> last = null;
        case Event.Renewed _, Event.RenewalFailed _ -> {}
        case Event.Message _, Event.Unreadable _, Event.NotRestored _ -> {}
      }
    }
  }

  private static WsException failure(String what, @Nullable Throwable last) {
    if (last instanceof WsException.Auth auth) {
      return auth;
    }
    String met = last == null ? "" : "; the last attempt: " + last.getMessage();
    WsException failure =
        new WsException.ConnectionClosed(DisconnectReason.ABNORMAL, what + met, null);
    if (last != null) {
      failure.addSuppressed(last);
    }
    return failure;
  }

  // ---- asking and saying

  /// Sends a request and waits for its answer, as long as the configuration says.
  ///
  /// @param payload what the handler can make a request of
  /// @throws WsException if there is no answer; it says what became of the request
  /// @throws InterruptedException if the caller is interrupted meanwhile; the request is cancelled
  public <T> T request(Object payload, Class<T> type) throws InterruptedException {
    return connection.handle().request(payload, type);
  }

  /// Sends a request and waits for its answer this long.
  ///
  /// @param payload what the handler can make a request of
  /// @throws WsException if there is no answer; it says what became of the request
  /// @throws InterruptedException if the caller is interrupted meanwhile; the request is cancelled
  public <T> T request(Object payload, Class<T> type, Duration timeout)
      throws InterruptedException {
    return connection.handle().request(payload, type, timeout);
  }

  /// Sends a request. The future completes on a task, with the answer or a [WsException];
  /// cancelling it cancels the request.
  ///
  /// @param payload what the handler can make a request of
  public <T> CompletableFuture<T> requestAsync(Object payload, Class<T> type) {
    return connection.handle().requestAsync(payload, type);
  }

  /// Sends a message to which no answer is expected, and waits until it is written.
  ///
  /// @param payload a `WsMessage`, or what the handler can make one of
  /// @throws WsException if it was not written
  /// @throws InterruptedException if the caller is interrupted meanwhile
  public void send(Object payload) throws InterruptedException {
    connection.handle().send(payload);
  }

  // ---- subscribing

  /// Subscribes, and waits until the server has accepted it, where the handler can tell.
  ///
  /// @return to be closed by the caller, which unsubscribes when it was the last to this topic
  /// @throws WsException.SubscriptionFailed if the server refuses, or does not answer in time
  /// @throws InterruptedException if the caller is interrupted meanwhile
  public Subscription subscribe(String topic) throws InterruptedException {
    return connection.handle().subscribe(new Topic(topic));
  }

  /// Subscribes to all of these, or to none.
  ///
  /// @return one for each topic, in their order, to be closed by the caller
  /// @throws WsException.SubscriptionFailed if one is refused; the message names all that were
  /// @throws InterruptedException if the caller is interrupted meanwhile
  public List<Subscription> subscribeMany(List<String> topics) throws InterruptedException {
    return connection.handle().subscribeMany(topics.stream().map(Topic::new).toList());
  }

  // ---- its life

  /// Whether the connection is ready at this moment; while it is not, what is asked for waits.
  public boolean isReady() {
    return connection.handle().state() == ConnectionState.READY;
  }

  /// What the server answered when the newest socket was upgraded: its fields, and with
  /// [UpgradeAnswer#subprotocol] the subprotocol that it has chosen.
  public Optional<UpgradeAnswer> upgradeAnswer() {
    return connection.handle().upgradeAnswer();
  }

  /// Waits until the connection is ready, again for example.
  ///
  /// @throws TimeoutException if it is not in time
  /// @throws WsException.ConnectionClosed if it has ended
  /// @throws InterruptedException if the caller is interrupted meanwhile
  public void awaitReady(Duration timeout) throws InterruptedException, TimeoutException {
    connection.handle().awaitReady(timeout);
  }

  /// What the last attempt or socket met since the connection was last ready; empty while it is
  /// ready. Errors of requests and subscriptions hold it as suppressed.
  public Optional<Throwable> lastFailure() {
    return connection.handle().lastFailure();
  }

  /// Waits until the connection has ended, by [#close] or by itself.
  ///
  /// @return why it has ended
  /// @throws TimeoutException if it has not in time
  /// @throws InterruptedException if the caller is interrupted meanwhile
  public DisconnectReason awaitClosed(Duration timeout)
      throws InterruptedException, TimeoutException {
    return connection.handle().awaitClosed(timeout);
  }

  /// Closes the connection and waits until it is closed: at most two seconds, usually a round trip.
  /// Idempotent. If the caller is interrupted it waits no more, and the flag stays set.
  @Override
  public void close() {
    connection.handle().close();
    try {
      Optional<Event> event = connection.stream().poll(CLOSE_WITHIN);
      while (event.isPresent()) {
        event = connection.stream().poll(CLOSE_WITHIN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
