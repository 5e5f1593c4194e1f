package dev.moonpool.websocket.connection;

import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.Randomness;
import dev.moonpool.foundation.Time;
import dev.moonpool.websocket.protocol.ProtocolHandler;
import dev.moonpool.websocket.protocol.RequestIds;
import dev.moonpool.websocket.protocol.WsMessage;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.EventLoop;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Runs one connection: takes what happens to its [Session], on one event loop chosen once, and
/// does what that decides.
///
/// Commands come from any thread through two queues, control before the rest, and are served in
/// rounds of bounded length between which the loop does everything else: so neither a flood of
/// commands nor one of messages starves the other, or the heartbeat.
///
/// What costs something is done once for all that one read brings, and once for a round: the clock
/// is read, the timer set, and what was written flushed. Commands that are given while reading, by
/// the handler, are served when all was read, without waking the loop.
final class Driver<M> {
  private static final Logger LOG = System.getLogger(Driver.class.getName());
  private static final int CONTROLS_PER_ROUND = 16;
  private static final int COMMANDS_PER_ROUND = 256;

  private final Providers providers;
  private final ConnectionConfig config;
  private final Routes routes;
  private final Randomness randomness;
  private final Counters counters = new Counters();
  private final ConnectionStream stream;
  private final Capacity requestPlaces;
  private final Capacity commandPlaces;
  private final Session<M> session;
  private final Bootstrap bootstrap;
  private final EventLoop loop;
  private final Alarm alarm;
  private final ConcurrentLinkedQueue<Runnable> controls = new ConcurrentLinkedQueue<>();

  /// [Runnable]s; and as they are, to be submitted, each [Outgoing] and each [WsMessage] of which
  /// nobody will hear again.
  private final ConcurrentLinkedQueue<Object> commands = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean roundPosted = new AtomicBoolean();
  private final Runnable round = this::round;
  private final Consumer<Action<M>> performer = this::perform;
  private final CompletableFuture<Boolean> terminated = new CompletableFuture<>();

  private volatile @Nullable UpgradeAnswer upgradeAnswer;

  // All below is confined to the event loop.
  private final Sockets<M> sockets = new Sockets<>();
  private final HandlerLog handlerLog;
  private final SlowWatch slow;
  private boolean performing;
  private boolean reading;

  /// Whether the round that is posted takes place when all was read.
  private boolean roundAfterReading;

  /// When what is being read began to be.
  private long readNanos;

  Driver(
      Providers providers,
      ConnectionConfig config,
      ProtocolHandler<M> handler,
      AttemptSuppliers suppliers,
      RequestIds ids) {
    this.providers = providers;
    this.handlerLog = new HandlerLog(providers.time());
    this.slow = new SlowWatch(providers.time(), handlerLog);
    this.config = config;
    this.routes = new Routes(suppliers, config);
    // Drawn and not split by a name: a thousand connections of one process must not draw alike.
    this.randomness = Randomness.seeded(providers.randomness().nextLong());
    this.stream = new ConnectionStream(providers.time(), config.eventCapacity());
    this.requestPlaces = new Capacity(config.pendingRequestsMax());
    this.commandPlaces = new Capacity(config.commandCapacity());
    this.session =
        new Session<>(
            config, handler, ids, randomness.split("jitter"), stream, commandPlaces, counters);
    this.bootstrap = providers.network().client();
    this.loop = bootstrap.config().group().next();
    this.alarm = new Alarm(providers.time());
  }

  void start() {
    control(() -> session.start(nanoTime()));
  }

  // ---- what the parts ask for

  ConnectionConfig config() {
    return config;
  }

  Randomness randomness() {
    return randomness;
  }

  Time time() {
    return providers.time();
  }

  long nanoTime() {
    return providers.time().nanoTime();
  }

  Session<M> session() {
    return session;
  }

  ConnectionStream stream() {
    return stream;
  }

  Counters counters() {
    return counters;
  }

  EventLoop loop() {
    return loop;
  }

  Capacity requestPlaces() {
    return requestPlaces;
  }

  Capacity commandPlaces() {
    return commandPlaces;
  }

  /// Completes when nothing is left of the connection.
  CompletableFuture<Boolean> terminated() {
    return terminated;
  }

  Routes routes() {
    return routes;
  }

  /// A bootstrap of the connection's own event loop.
  Bootstrap newBootstrap() {
    return bootstrap.clone(loop);
  }

  void startTask(String name, Runnable task) {
    providers.tasks().start(name, task);
  }

  /// The newest socket was upgraded with this answer.
  void upgraded(UpgradeAnswer answer) {
    upgradeAnswer = answer;
  }

  /// What the server answered to the upgrade of the newest upgraded socket; null before the first.
  @Nullable UpgradeAnswer upgradeAnswer() {
    return upgradeAnswer;
  }

  // ---- from any thread

  /// Runs `control` on the loop before any command.
  void control(Runnable control) {
    controls.add(control);
    post();
  }

  /// Runs `command` on the loop, after those before it.
  void command(Runnable command) {
    commands.add(command);
    post();
  }

  /// Submits `outgoing` to the session, after the commands before it.
  void submit(Outgoing<M> outgoing) {
    commands.add(outgoing);
    post();
  }

  /// Sends `message`, for which a place was taken, after the commands before it.
  void tell(WsMessage message) {
    if (loop.inEventLoop() && reading && commands.isEmpty()) {
      session.tell(message, readNanos);
      return;
    }
    commands.add(message);
    post();
  }

  private void post() {
    if (roundPosted.get() || !roundPosted.compareAndSet(false, true)) {
      return;
    }
    if (loop.inEventLoop() && reading) {
      roundAfterReading = true;
      return;
    }
    try {
      loop.execute(round);
    } catch (RejectedExecutionException e) {
      LOG.log(Level.DEBUG, "the event loop is shut down: {0}", e);
    }
  }

  private void round() {
    long began = nanoTime();
    slow.begin(began);
    serveCommands(began);
    settle();
    slow.end();
  }

  private void serveCommands(long nowNanos) {
    roundPosted.set(false);
    for (int i = 0; i < CONTROLS_PER_ROUND; i++) {
      Runnable next = controls.poll();
      if (next == null) {
        break;
      }
      guarded(next);
    }
    for (int i = 0; i < COMMANDS_PER_ROUND; i++) {
      Object next = commands.poll();
      if (next == null) {
        break;
      }
      serve(next, nowNanos);
    }
    if (!controls.isEmpty() || !commands.isEmpty()) {
      post();
    }
  }

  @SuppressWarnings("unchecked") // only submit() puts in what is no Runnable
  private void serve(Object command, long nowNanos) {
    slow.step();
    if (command instanceof Runnable task) {
      guarded(task);
    } else if (command instanceof WsMessage message) {
      session.tell(message, nowNanos);
    } else {
      session.submit((Outgoing<M>) command);
    }
  }

  // ---- on the loop

  /// What comes until [#readEnds] comes from one read.
  void readBegins() {
    reading = true;
    readNanos = nanoTime();
    slow.begin(readNanos);
  }

  /// A message of the socket that is being read.
  void received(long attempt, WsMessage message) {
    try {
      session.received(attempt, message, readNanos);
    } catch (RuntimeException e) {
      failed(e);
    }
    perform();
    slow.step();
  }

  /// Serves what was asked for meanwhile; [#readComplete] follows.
  void readEnds() {
    reading = false;
    if (roundAfterReading) {
      roundAfterReading = false;
      serveCommands(readNanos);
      perform();
    }
    slow.end();
  }

  /// Nothing more can be read for now: what was written goes out together.
  void readComplete() {
    settle();
  }

  /// Lets something happen to the session, and does what it decides.
  void input(Runnable event) {
    guarded(event);
    settle();
  }

  /// Does what the session has decided, and what follows from that.
  private void settle() {
    if (performing) {
      return;
    }
    perform();
    if (reading) {
      return;
    }
    sockets.flush();
    arm();
  }

  private void perform() {
    if (performing || !session.hasActions()) {
      return;
    }
    performing = true;
    try {
      while (session.hasActions()) {
        session.takeActions().forEach(performer);
      }
    } finally {
      performing = false;
    }
  }

  private void guarded(Runnable event) {
    try {
      event.run();
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  /// A handler that throws where nobody expects it must not stop the connection's life.
  private void failed(RuntimeException why) {
    counters.unreadable.increment();
    handlerLog.failed(why);
    Socket<M> serving = sockets.find(session.attempt());
    if (serving != null) {
      serving.drop();
    }
  }

  private void perform(Action<M> action) {
    switch (action) {
      case Action.Dial<M>(long attempt) -> sockets.dial(new Socket<>(this, attempt));
      case Action.Drop<M>(long attempt) -> sockets.of(attempt).drop();
      case Action.Write<M>(long attempt, var message, var outgoing) ->
          sockets.of(attempt).write(message, outgoing);
      case Action.Ping<M>(long attempt) -> sockets.of(attempt).ping();
      case Action.Mark<M>(long attempt) -> sockets.of(attempt).mark();
      case Action.PingMessage<M>(long attempt, var message) ->
          sockets.of(attempt).pingMessage(message);
      case Action.Close<M>(long attempt, int code, String reason) ->
          sockets.of(attempt).close(code, reason);
      case Action.Terminated<M>() -> terminated.complete(true);
    }
  }

  /// Sets the timer to the session's next deadline; none once it is over.
  private void arm() {
    if (terminated.isDone()) {
      alarm.cancel();
    } else {
      alarm.set(session.nextDeadlineNanos(), of -> control(() -> fired(of)));
    }
  }

  private void fired(long of) {
    if (alarm.rings(of)) {
      Socket<M> open = sockets.find(session.attempt());
      session.tick(open == null ? 0 : open.unwritten(), nanoTime());
    }
  }
}
