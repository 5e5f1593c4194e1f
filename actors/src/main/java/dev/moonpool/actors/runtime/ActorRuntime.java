package dev.moonpool.actors.runtime;

import dev.moonpool.actors.activation.Activation;
import dev.moonpool.actors.activation.Turn;
import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.MaybeExecutedException;
import dev.moonpool.actors.api.NotSentException;
import dev.moonpool.actors.catalog.Collector;
import dev.moonpool.actors.directory.PartitionedDirectory;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.foundation.ClosedProvidersException;
import dev.moonpool.foundation.DurationText;
import dev.moonpool.foundation.LibraryVersions;
import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.RareLog;
import dev.moonpool.foundation.Task;
import dev.moonpool.foundation.Tasks;
import dev.moonpool.foundation.Time;
import dev.moonpool.foundation.store.StoreException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A node: hosts actors, and calls those of its own and of other nodes.
///
/// ```java
/// try (var runtime = ActorRuntime.builder("bank").host(AccountActor.DEFINITION).start()) {
///   ActorRef<Account> alice = runtime.actor(Account.TYPE, "alice");
///   Balance balance = alice.call(new Deposit(100));
/// }
/// ```
///
/// Usable from any thread. Closing it is [#shutdown].
public final class ActorRuntime implements AutoCloseable {
  private static final Logger LOG = System.getLogger(ActorRuntime.class.getName());
  private static final Duration LISTEN_TIMEOUT = Duration.ofSeconds(10);

  /// Five pauses, 310 ms in all: who cannot write for longer should be told that at the start.
  private static final int INCARNATION_ATTEMPTS_MAX = 6;

  private static final Duration INCARNATION_PAUSE = Duration.ofMillis(10);
  private static final Duration WATCH_INTERVAL = Duration.ofSeconds(10);
  private static final long GOODBYE_NANOS = Duration.ofMillis(500).toNanos();

  private final RuntimeOptions options;
  private final Node node;
  private final Owned owned;
  private final RareLog stuckLog;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  /// Shuts it down when the process ends; null if that is left to others, or not yet set.
  private Tasks.@Nullable AtExit atExit;

  /// With which to forget that the providers' end is of interest.
  private Time.@Nullable Timer onWorldClosed;

  /// How it was found that the providers are closed already; null if they are not. By the thread
  /// that shuts it down.
  private @Nullable RuntimeException worldClosed;

  /// Whether the thread that shuts it down was interrupted; by that thread only.
  private boolean interrupted;

  private ActorRuntime(RuntimeOptions options, Node node, Owned owned) {
    this.options = options;
    this.node = node;
    this.owned = owned;
    this.stuckLog = new RareLog(LOG, options.providers().time());
  }

  /// Begins a runtime of this namespace: the cluster's name, a part of every actor's id.
  ///
  /// @throws IllegalStateException if the Netty or the Jackson on the class path is too old; the
  ///     message says what to set
  public static RuntimeBuilder builder(String namespace) {
    LibraryVersions.requireNetty();
    LibraryVersions.requireJackson();
    return new RuntimeBuilder(namespace);
  }

  static ActorRuntime start(RuntimeOptions options, Owned owned)
      throws IOException, InterruptedException {
    Node node = null;
    try {
      node = new Node(options, identify(options));
      ActorRuntime runtime = new ActorRuntime(options, node, owned);
      runtime.listen();
      PartitionedDirectory directory = node.partitioned();
      if (directory != null) {
        directory.start();
      }
      runtime.watch();
      runtime.onWorldClosed = options.providers().time().onClose(node.caller()::worldClosed);
      runtime.shutDownAtExit();
      LOG.log(Level.DEBUG, "{0} runs as {1}", options.namespace(), node.self());
      return runtime;
    } catch (Throwable t) {
      if (node != null) {
        node.peers().close();
      }
      throw t;
    }
  }

  /// A reference to an actor. Costs nothing and activates nothing.
  ///
  /// @throws IllegalArgumentException if the key cannot be part of an actor id
  public <P> ActorRef<P> actor(ActorType<P> type, String key) {
    return node.ref(type, key);
  }

  /// Which run of which node this is.
  public NodeIdentity identity() {
    return node.self();
  }

  /// What it has done so far.
  public RuntimeMetrics metrics() {
    return RuntimeMetrics.of(node);
  }

  /// Deactivates an actor, on whichever node it lives, after the message that it runs; messages
  /// that wait go to its next activation. Returns once its node has taken the wish, which it asks
  /// the directory for if that is another one; activates nothing.
  ///
  /// @return false if it has no activation, so that there was nothing to do
  /// @throws NotSentException if the directory cannot say where it lives
  /// @throws MaybeExecutedException if its node does not answer: it may have been told
  public boolean deactivate(ActorRef<?> ref) {
    return Deactivation.of(node, ref.id());
  }

  /// Whether this actor has an activation on this node now.
  public boolean isHere(ActorId actor) {
    return node.catalog().get(actor) != null;
  }

  /// Stops: takes no more work, lets running messages end, deactivates all actors with their hooks,
  /// unregisters them and closes the connections. Returns when that is done, or the shutdown
  /// timeout (default 30 s) is over. Idempotent: whoever calls it meanwhile waits for the same end.
  /// An interrupt does not cut it short, since it mostly is the reason why somebody closes; it is
  /// kept.
  ///
  /// A turn or a hook of this node's own, and what it has forked, only begins the stop and goes on:
  /// the rest happens beside it, since it waits for the turn's end.
  ///
  /// It happens by itself when the process is told to end; see [RuntimeBuilder#shutdownAtExit].
  ///
  /// @throws ClosedProvidersException if the providers it was given were closed before it: then
  ///     hooks may not have run, and connections were cut
  public void shutdown() {
    Activation asker = Turn.origin();
    if (asker != null && node.types().get(asker.id().type()) == asker.type()) {
      shutDownBeside(asker);
    } else {
      shutDownOrWait();
    }
  }

  private void shutDownBeside(Activation asker) {
    if (stopped.get()) {
      return;
    }
    LOG.log(
        Level.INFO,
        "{0} stops because {1} asked for it; its turn is let end first",
        node.self(),
        asker.id());
    Task _ = options.providers().tasks().start("shutdown", this::shutDownOrWait);
  }

  private void shutDownOrWait() {
    if (!stopped.compareAndSet(false, true)) {
      ended.join();
      return;
    }
    interrupted = Thread.interrupted(); // or the first wait of anything that is closed would end
    try {
      stop();
    } finally {
      ended.complete(null);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void stop() {
    long end = time().nanoTime() + options.shutdownTimeout().toNanos();
    node.caller().stop();
    node.stop();
    node.collectors().values().forEach(Collector::close);
    boolean drained = drain(end);
    if (!drained) {
      LOG.log(
          Level.WARNING,
          "{0} stops with {1} activations that did not end within {2}",
          node.self(),
          node.catalog().count(),
          DurationText.of(options.shutdownTimeout()));
    }
    PartitionedDirectory directory = node.partitioned();
    if (directory != null) {
      directory.close();
    }
    closePeersOrNote(end);
    node.pending().close("the node has stopped");
    node.runners().close();
    if (atExit != null) {
      atExit.close();
    }
    if (onWorldClosed != null) {
      onWorldClosed.cancel();
    }
    owned.close();
    if (worldClosed != null) {
      throw Closed.before(node.self(), worldClosed);
    }
  }

  @Override
  public void close() {
    shutdown();
  }

  private static NodeIdentity identify(RuntimeOptions options) throws InterruptedException {
    Providers providers = options.providers();
    if (options.advertised().isEmpty()) {
      long name = providers.randomness().nextLong();
      NodeAddress nowhere = new NodeAddress("client-%016x".formatted(name), 1);
      // A client of a cluster grants no fences; a node that is alone does, also if it cannot be
      // dialed, and other processes may use its store.
      long run =
          options.isClustered() ? providers.time().now().toEpochMilli() : incarnation(options);
      return new NodeIdentity(nowhere, run);
    }
    return new NodeIdentity(options.advertised().get(), incarnation(options));
  }

  /// Asks the store for an incarnation, again where nobody knows whether it issued one.
  ///
  /// @throws StoreException.Unavailable if the store issues none, or does not say so after several
  ///     attempts
  private static long incarnation(RuntimeOptions options) throws InterruptedException {
    Duration pause = INCARNATION_PAUSE;
    for (int attempt = 1; ; attempt++) {
      try {
        return options.store().nextIncarnation();
      } catch (StoreException.Indeterminate e) {
        if (attempt == INCARNATION_ATTEMPTS_MAX) {
          throw new StoreException.Unavailable(
              "the store has not said after %d attempts which incarnation it issued"
                  .formatted(INCARNATION_ATTEMPTS_MAX),
              e);
        }
        LOG.log(Level.DEBUG, "the outcome of asking for an incarnation is unknown; asking again");
      }
      options.providers().time().sleep(pause);
      pause = pause.multipliedBy(2);
    }
  }

  private void shutDownAtExit() {
    if (options.shutdownAtExit()) {
      atExit = options.providers().tasks().atExit("shutdown of " + node.self(), this::shutDownLast);
    }
  }

  private void shutDownLast() {
    try {
      shutDownOrWait();
    } catch (ClosedProvidersException e) {
      LOG.log(Level.DEBUG, "at the end of the process", e);
    }
  }

  private void listen() throws IOException, InterruptedException {
    if (options.listen().isEmpty()) {
      return;
    }
    NodeAddress address = options.listen().get();
    try {
      time().await(node.peers().listen(address), LISTEN_TIMEOUT, "listening at " + address);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io
          ? io
          : new IOException("cannot listen at " + address, e.getCause());
    } catch (TimeoutException e) {
      throw new IOException(e);
    }
  }

  private boolean drain(long endNanos) {
    Drain drain = new Drain(node, options.providers());
    boolean drained = drain.run(endNanos);
    interrupted |= drain.wasInterrupted();
    return drained;
  }

  private void closePeersOrNote(long endNanos) {
    try {
      closePeers(endNanos);
    } catch (ClosedProvidersException | RejectedExecutionException e) {
      worldClosed = e;
    }
  }

  private void closePeers(long endNanos) {
    node.peers().close();
    // What is left of the bound, but enough to say goodbye even if the actors took all of it.
    long end = Math.max(endNanos, time().nanoTime() + GOODBYE_NANOS);
    while (!node.peers().closed().isDone()) {
      long left = Math.max(0, end - time().nanoTime());
      try {
        time().await(node.peers().closed(), Duration.ofNanos(left), "the connections to close");
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (ExecutionException | TimeoutException e) {
        LOG.log(Level.WARNING, () -> "connections of " + node.self() + " did not close cleanly", e);
        return;
      }
    }
  }

  /// Reports messages that have run for too long, with the stack of their thread.
  private void watch() {
    time().schedule(WATCH_INTERVAL, this::look);
  }

  private void look() {
    if (stopped.get()) {
      return;
    }
    long now = time().nanoTime();
    node.catalog()
        .forEach(
            activation -> {
              Thread stuck = activation.stuckThread(now, WATCH_INTERVAL.toNanos());
              if (stuck != null) {
                stuckLog.log(
                    Level.WARNING, activation.id().type(), () -> report(activation, stuck));
              }
            });
    watch();
  }

  private static String report(Activation activation, Thread stuck) {
    StringBuilder text =
        new StringBuilder("a message of %s runs for over 10 s:".formatted(activation.id()));
    for (StackTraceElement frame : stuck.getStackTrace()) {
      text.append("\n    at ").append(frame);
    }
    return text.toString();
  }

  private Time time() {
    return options.providers().time();
  }
}
