package dev.moonpool.cli;

import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.Task;
import dev.moonpool.foundation.Time;
import dev.moonpool.simulation.campaign.GracefulStop;
import dev.moonpool.websocket.connection.Connection;
import dev.moonpool.websocket.connection.ConnectionConfig;
import dev.moonpool.websocket.connection.ConnectionHandle;
import dev.moonpool.websocket.connection.Event;
import dev.moonpool.websocket.connection.Subscription;
import dev.moonpool.websocket.connection.UpgradeAnswer;
import dev.moonpool.websocket.handlers.JsonRpcAnswers;
import dev.moonpool.websocket.handlers.JsonRpcBatch;
import dev.moonpool.websocket.protocol.IncomingMessage;
import dev.moonpool.websocket.protocol.MessageKind;
import dev.moonpool.websocket.protocol.ProtocolHandler;
import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsException;
import dev.moonpool.websocket.protocol.WsMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;

/// One run of the `ws` command: a task for each topic and one for the events, all ended by one
/// future.
final class WsRun {
  private final Providers providers;
  private final Plan plan;
  private final WsPrinter printer;
  private final AtomicLong left;

  /// Completes with the exit code; each task that has a reason to end completes it.
  private final CompletableFuture<ExitCode> over = new CompletableFuture<>();

  /// Completes when the connection is ready for the first time.
  private final CompletableFuture<Boolean> ready = new CompletableFuture<>();

  WsRun(Providers providers, Plan plan, WsPrinter printer) {
    this.providers = providers;
    this.plan = plan;
    this.printer = printer;
    this.left = new AtomicLong(plan.count().orElse(Long.MAX_VALUE));
  }

  /// What the user wants.
  ///
  /// @param config where and how to connect
  /// @param topics to subscribe to
  /// @param messages to send once, after subscribing
  /// @param requests to make, as the handler takes them
  /// @param count after how many messages to end
  /// @param within after how long to end
  /// @param retry whether to go on if the first attempt fails
  record Plan(
      ConnectionConfig config,
      List<Topic> topics,
      List<WsMessage> messages,
      List<Object> requests,
      Optional<Long> count,
      Optional<Duration> within,
      boolean retry) {
    /// Whether there is nothing to wait for once the requests are answered.
    boolean endsWithTheAnswers() {
      return topics.isEmpty() && !requests.isEmpty() && within.isEmpty();
    }
  }

  /// Does all of it.
  ///
  /// @throws CommandException if the server cannot be reached, or refuses who we are or a topic
  ExitCode run(ProtocolHandler<?> handler) throws InterruptedException {
    printer.connecting(plan.config().url().toString());
    Connection connection = Connection.connect(providers, plan.config(), handler);
    try (GracefulStop _ =
        GracefulStop.install(providers.time(), () -> over.complete(ExitCode.SUCCESS))) {
      Task events = providers.tasks().start("ws-events", () -> events(connection));
      Time.Timer timer = timer();
      try {
        providers.tasks().start("ws-talk", () -> begin(connection.handle()));
        return end();
      } finally {
        timer.cancel();
        ready.cancel(false);
        connection.handle().close();
        events.join(); // within a second, as the connection ends within one
      }
    }
  }

  private Time.Timer timer() {
    return plan.within()
        .map(within -> providers.time().schedule(within, () -> over.complete(ExitCode.SUCCESS)))
        .orElse(() -> {});
  }

  private ExitCode end() throws InterruptedException {
    try {
      return over.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CommandException told) {
        throw told;
      }
      throw new IllegalStateException("the run failed", e.getCause());
    }
  }

  // ---- tasks

  private void events(Connection connection) {
    try {
      for (Event event : connection.stream()) {
        if (event instanceof Event.AttemptFailed(_, Throwable cause, _) && isEnough(cause)) {
          over.completeExceptionally(unreachable(cause));
          return;
        }
        tell(event, connection.handle());
        if (event instanceof Event.Connected) {
          ready.complete(true);
        } else if (event instanceof Event.Closed) {
          over.complete(ExitCode.FAILURE);
        }
      }
    } catch (RuntimeException e) {
      over.completeExceptionally(e);
    }
  }

  /// Says it. An update of one of the topics that comes before its subscription is there is one of
  /// the topic's messages all the same.
  private void tell(Event event, ConnectionHandle handle) {
    if (event instanceof Event.Message(IncomingMessage message)
        && message.kind() == MessageKind.UPDATE
        && message.topic().filter(plan.topics()::contains).isPresent()) {
      told(message.topic().get(), new Subscription.Message(message));
    } else {
      Optional<String> chosen = handle.upgradeAnswer().flatMap(UpgradeAnswer::subprotocol);
      say(() -> printer.event(event, chosen));
    }
  }

  /// Whether there is no point in another attempt.
  private boolean isEnough(Throwable cause) {
    return !ready.isDone() && (!plan.retry() || isFinal(cause));
  }

  /// Whether another attempt would meet the same: what is wrong is on our side, or who we are.
  private static boolean isFinal(Throwable cause) {
    return cause instanceof WsException.Auth || cause instanceof WsException.Config;
  }

  private CommandException unreachable(Throwable cause) {
    String said = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    if (cause instanceof WsException.Auth) {
      return new CommandException(
          ExitCode.FAILURE, said + "; --header 'Authorization: …' says who you are", cause);
    }
    if (cause instanceof WsException.Config) {
      return new CommandException(ExitCode.USAGE, said, cause);
    }
    return new CommandException(
        ExitCode.ENVIRONMENT,
        "%s cannot be reached: %s; --retry goes on trying".formatted(plan.config().url(), said),
        cause);
  }

  private void begin(ConnectionHandle handle) {
    try {
      ready.get();
      for (Topic topic : plan.topics()) {
        Subscription subscription = handle.subscribe(topic);
        say(() -> printer.subscribed(topic));
        providers.tasks().start("ws-topic", () -> follow(subscription));
      }
      for (WsMessage message : plan.messages()) {
        handle.send(message);
        say(() -> printer.sent(message));
      }
      boolean wentWell = true;
      for (int i = 0; i < plan.requests().size(); i++) {
        wentWell &= ask(handle, i + 1, plan.requests().get(i));
      }
      if (plan.endsWithTheAnswers()) {
        over.complete(wentWell ? ExitCode.SUCCESS : ExitCode.FAILURE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (CancellationException | ExecutionException e) {
      over.complete(ExitCode.SUCCESS); // it has ended before it began
    } catch (WsException e) {
      over.completeExceptionally(
          new CommandException(ExitCode.FAILURE, String.valueOf(e.getMessage()), e));
    } catch (RuntimeException e) {
      over.completeExceptionally(e);
    }
  }

  private boolean ask(ConnectionHandle handle, int number, Object request)
      throws InterruptedException {
    try {
      if (request instanceof JsonRpcBatch) {
        return answered(number, handle.request(request, JsonRpcAnswers.class));
      }
      JsonNode answer = handle.request(request, JsonNode.class);
      say(() -> printer.answer(number, answer));
      return true;
    } catch (WsException e) {
      say(() -> printer.failed(number, e));
      return false;
    }
  }

  private boolean answered(int number, JsonRpcAnswers answers) {
    boolean wentWell = true;
    for (int i = 0; i < answers.count(); i++) {
      try {
        JsonNode answer = answers.value(i, JsonNode.class);
        say(() -> printer.answer(number, answer));
      } catch (WsException e) {
        say(() -> printer.failed(number, e));
        wentWell = false;
      }
    }
    return wentWell;
  }

  private void follow(Subscription subscription) {
    try {
      for (Subscription.Item item : subscription) {
        told(subscription.topic(), item);
      }
      // The end of the connection is told by its own event.
      if (subscription.failure().orElse(null) instanceof WsException.SubscriptionFailed failed) {
        over.completeExceptionally(
            new CommandException(ExitCode.FAILURE, String.valueOf(failed.getMessage()), failed));
      }
    } catch (RuntimeException e) {
      over.completeExceptionally(e);
    }
  }

  /// Says it and counts it, and ends with the last that is to be counted.
  private void told(Topic topic, Subscription.Item item) {
    boolean counts = item instanceof Subscription.Message;
    long before = counts ? left.getAndDecrement() : 1;
    if (before > 0) {
      say(() -> printer.item(topic, item));
    }
    if (counts && before <= 1) {
      over.complete(ExitCode.SUCCESS);
    }
  }

  /// Ends when what is printed has no reader any more.
  private void say(Runnable line) {
    line.run();
    if (printer.isBroken()) {
      over.complete(ExitCode.SUCCESS);
    }
  }
}
