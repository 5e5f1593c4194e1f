package dev.moonpool.websocket.connection;

import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.Randomness;
import dev.moonpool.foundation.system.SystemProviders;
import dev.moonpool.websocket.kit.LineHandler;
import dev.moonpool.websocket.protocol.ProtocolHandler;
import dev.moonpool.websocket.protocol.RequestId;
import dev.moonpool.websocket.protocol.RequestIds;
import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsException;
import dev.moonpool.websocket.protocol.WsMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/// A session on the work bench: time is a number, the socket a list of what would have been done.
final class Bench implements AutoCloseable {
  private final SystemProviders system = SystemProviders.start(1);
  private final List<Action<String[]>> done = new ArrayList<>();
  private int requests;
  final ConnectionConfig config;
  final Capacity requestPlaces;
  final Capacity queuePlaces;
  final Counters counters = new Counters();
  final ConnectionStream stream;
  final Session<String[]> session;
  long now = 1_000;
  long attempt;

  /// Whether the other end goes on taking what is written.
  boolean drains;

  private long unwritten;

  Bench(UnaryOperator<ConnectionConfig.Builder> changes, ProtocolHandler<String[]> handler) {
    config =
        changes
            .apply(
                ConnectionConfig.builder("ws://localhost")
                    .backoff(BackoffPolicy.DEFAULT.withFactor(2, 0)))
            .build();
    Providers providers = system.providers();
    requestPlaces = new Capacity(config.pendingRequestsMax());
    queuePlaces = new Capacity(config.commandCapacity());
    stream = new ConnectionStream(providers.time(), config.eventCapacity());
    session =
        new Session<>(
            config,
            handler,
            new RequestIds(providers),
            Randomness.seeded(1),
            stream,
            queuePlaces,
            counters);
    session.start(now);
    attempt = 1;
  }

  static Bench plain() {
    return new Bench(UnaryOperator.identity(), new LineHandler(false, false));
  }

  static Bench acknowledging() {
    return new Bench(UnaryOperator.identity(), new LineHandler(false, true));
  }

  /// The socket is there, without credentials.
  Bench upgraded() {
    session.upgraded(attempt, Optional.empty(), now);
    return this;
  }

  /// The server says something.
  void hear(String text) {
    session.heard(attempt);
    session.received(attempt, WsMessage.text(text), now);
  }

  /// The socket breaks.
  void breaks() {
    session.gone(attempt, "broken", now);
  }

  /// Time passes, and each deadline on the way is met.
  void pass(Duration time) {
    long end = now + time.toNanos();
    for (int ticks = 0; session.nextDeadlineNanos() <= end; ticks++) {
      if (ticks > 10_000) {
        throw new AssertionError("the session does not get past " + session.nextDeadlineNanos());
      }
      now = Math.max(now, session.nextDeadlineNanos());
      unwritten -= drains ? 1 : 0;
      session.tick(unwritten, now);
      collect();
    }
    now = end;
  }

  /// What was done since the last call.
  List<Action<String[]>> done() {
    collect();
    List<Action<String[]>> taken = List.copyOf(done);
    done.clear();
    return taken;
  }

  /// The texts that were written since the last call.
  List<String> written() {
    List<String> texts = new ArrayList<>();
    for (Action<String[]> action : done()) {
      if (action instanceof Action.Write<String[]> write
          && write.message() instanceof WsMessage.Text(String text)) {
        texts.add(text);
      }
    }
    return texts;
  }

  /// The next attempt is under way.
  void redialled() {
    collect();
    for (Action<String[]> action : done) {
      if (action instanceof Action.Dial<String[]>(long of)) {
        attempt = of;
      }
    }
  }

  Outgoing<String[]> ask(String text) {
    RequestId id = new RequestId("r" + ++requests);
    return submit(new RequestText(id, "req " + id + " " + text), config.requestTimeout());
  }

  Outgoing<String[]> submit(RequestText request, Duration timeout) {
    if (!requestPlaces.tryTake()) {
      throw new AssertionError("no place left");
    }
    Outgoing<String[]> outgoing =
        new Outgoing<>(request.id, WsMessage.text(request.text), true, timeout, now, requestPlaces);
    session.submit(outgoing);
    return outgoing;
  }

  SubscribeCall subscribe(String... names) {
    List<Subscription> wanted = new ArrayList<>();
    for (String name : names) {
      wanted.add(
          new Subscription(
              new Subscriber(
                  new Topic(name),
                  config.subscriptionCapacity(),
                  system.providers().time(),
                  counters.lagged,
                  left -> session.release(left, now)),
              system.providers().tasks()));
    }
    SubscribeCall call = new SubscribeCall(wanted, now + config.requestTimeout().toNanos());
    session.subscribe(call, now);
    return call;
  }

  /// Completes when it has ended, with the reply if it awaited one.
  static <M> CompletableFuture<Optional<M>> ended(Outgoing<M> outgoing) {
    CompletableFuture<Optional<M>> ended = new CompletableFuture<>();
    outgoing.onEnd(
        () -> {
          try {
            outgoing.succeeded();
            ended.complete(
                outgoing.awaitsReply() ? Optional.of(outgoing.reply()) : Optional.empty());
          } catch (WsException e) {
            ended.completeExceptionally(e);
          }
        });
    return ended;
  }

  List<Event> events() throws InterruptedException {
    List<Event> events = new ArrayList<>();
    Optional<Event> next = stream.poll(Duration.ZERO);
    while (next.isPresent()) {
      events.add(next.get());
      next = stream.poll(Duration.ZERO);
    }
    return events;
  }

  @Override
  public void close() {
    system.close();
  }

  private void collect() {
    done.addAll(session.takeActions());
  }

  record RequestText(RequestId id, String text) {}
}
