package dev.moonpool.actors.runtime;

import dev.moonpool.actors.activation.Activation;
import dev.moonpool.actors.activation.HostedType;
import dev.moonpool.actors.api.Rejection;
import dev.moonpool.actors.call.Failure;
import dev.moonpool.actors.call.Invocation;
import dev.moonpool.actors.catalog.Catalog;
import dev.moonpool.actors.directory.Directory;
import dev.moonpool.actors.directory.DirectoryException;
import dev.moonpool.actors.directory.LocationCache;
import dev.moonpool.actors.id.ActorAddress;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.actors.placement.PlacementException;
import dev.moonpool.actors.placement.Placer;
import dev.moonpool.foundation.Coverage;
import dev.moonpool.foundation.FaultPoint;
import dev.moonpool.foundation.RareLog;
import dev.moonpool.foundation.Time;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Finds out where an actor lives, or where it shall live, and sends on the messages that wait for
/// that.
///
/// Asking the directory blocks, so it happens on a task: one for each actor that is being located,
/// at which all its messages queue in order. Bounded for each actor, see [Surrounds#waitingMax].
final class Locator {
  private static final Logger LOGGER = System.getLogger(Locator.class.getName());

  /// How often a stale entry is met with another look before the sender is told.
  private static final int LOOKUPS_MAX = 4;

  private final Time time;
  private final RareLog log;
  private final Executor tasks;
  private final Surrounds node;
  private final Directory directory;
  private final LocationCache locations;
  private final ConcurrentMap<ActorId, Queue> queues = new ConcurrentHashMap<>();
  private final AtomicInteger busy = new AtomicInteger();

  Locator(Time time, Executor tasks, Surrounds node, Directory directory, LocationCache locations) {
    this.time = time;
    this.log = new RareLog(LOGGER, time);
    this.tasks = tasks;
    this.node = node;
    this.directory = directory;
    this.locations = locations;
  }

  /// Whether any actor is being located.
  boolean isBusy() {
    return busy.get() != 0;
  }

  /// Lets the message wait if its actor is being located already.
  boolean join(Invocation message) {
    if (busy.get() == 0) {
      return false;
    }
    return queues.computeIfPresent(message.target(), (id, queue) -> queue.add(message)) != null;
  }

  /// Makes an activation of the actor if nobody needs to be asked for that and nobody waits for it.
  /// The calling thread may block: making one has fault points, which wait.
  ///
  /// @return null if nothing was made; a message that is routed will learn why
  @Nullable Activation makeAtOnce(ActorId id) {
    if (node.isClustered() || isBusy()) {
      return null;
    }
    return here(id) instanceof Destination.Here made ? made.activation : null;
  }

  /// Lets the message wait until its actor has been located.
  void locate(Invocation message) {
    if (!activateAtOnce(message)) {
      enqueue(message, null, null);
    }
  }

  /// As [#locate], after telling the directory that `suspect` could not be reached.
  void locateAfter(Invocation message, ActorAddress suspect) {
    enqueue(message, null, suspect);
  }

  /// Lets the message wait until its actor has an activation on this node: another node has placed
  /// it here.
  void placeHere(Invocation message) {
    enqueue(message, node.self().address(), null);
  }

  /// On a node that is alone nothing needs to be asked, so a task would only cost time. Only for
  /// callers on virtual threads: making an activation has fault points, which may wait.
  ///
  /// @return whether the message has been taken care of
  private boolean activateAtOnce(Invocation message) {
    if (node.isClustered() || !Thread.currentThread().isVirtual()) {
      return false;
    }
    return switch (here(message.target())) {
      case Destination.Here here -> Router.deliver(here.activation, message);
      case Destination.Nowhere nowhere -> {
        message.fail(nowhere.failure);
        yield true;
      }
      case Destination.At at -> false;
      case Destination.PlaceAt place -> false;
    };
  }

  private void enqueue(
      Invocation message, @Nullable NodeAddress place, @Nullable ActorAddress suspect) {
    Queue started = new Queue(node.waitingMax(message.target().type()), place, suspect);
    busy.getAndIncrement(); // before the queue can be seen, so that nobody overtakes it
    Queue queue =
        queues.compute(
            message.target(), (id, present) -> (present == null ? started : present).add(message));
    if (queue == started) {
      begin(message.target(), started);
    } else {
      busy.getAndDecrement();
    }
  }

  /// Starts the queue's task. If that fails, those who wait are told, as nobody else would ever get
  /// through to the actor again.
  private void begin(ActorId id, Queue queue) {
    try {
      tasks.execute(() -> sendAll(id, queue, locateNow(id, queue)));
    } catch (RuntimeException | Error e) {
      log.log(Level.WARNING, "no task", () -> "no task can be started to locate " + id, e);
      Failure failure = new Failure.NotSent("%s cannot be located: no task starts".formatted(id));
      sendAll(id, queue, new Destination.Nowhere(failure));
    }
  }

  /// Sends all that waits, and ends the queue.
  private void sendAll(ActorId id, Queue queue, Destination found) {
    Destination destination = found;
    while (true) {
      List<Invocation> batch = new ArrayList<>();
      queues.computeIfPresent(id, (key, present) -> present.takeOrEnd(batch));
      if (batch.isEmpty()) {
        busy.getAndDecrement();
        return;
      }
      for (Invocation message : batch) {
        destination = send(destination, message, queue);
      }
    }
  }

  /// Sends one message to where its actor was found; looks again if it is gone by now.
  private Destination send(Destination destination, Invocation message, Queue queue) {
    Destination next = destination;
    for (int attempt = 1; attempt <= LOOKUPS_MAX; attempt++) {
      switch (next) {
        case Destination.Here here -> {
          if (Router.deliver(here.activation, message)) {
            return next;
          }
          next = locateNow(message.target(), queue);
        }
        case Destination.At at -> {
          node.remote().send(message, at.address);
          return next;
        }
        case Destination.PlaceAt place -> {
          node.remote().place(message, place.node);
          return next;
        }
        case Destination.Nowhere nowhere -> {
          message.fail(nowhere.failure);
          return next;
        }
      }
    }
    message.fail(
        new Failure.Rejected(
            new Rejection.TooManyForwards(message.target().toString(), LOOKUPS_MAX)));
    return next;
  }

  private Destination locateNow(ActorId id, Queue queue) {
    try {
      ActorAddress suspect = queue.takeSuspect();
      if (suspect != null) {
        boolean moved = directory.suspect(suspect);
        Coverage.sometimes(moved, "runtime.suspect-was-gone");
      }
      NodeAddress place = queue.place;
      return place == null ? lookUp(id) : here(id);
    } catch (DirectoryException e) {
      Coverage.reached("runtime.directory-unavailable");
      return new Destination.Nowhere(
          new Failure.NotSent(
              "%s cannot be located: %s%s".formatted(id, e.getMessage(), node.trouble(e.owner()))));
    } catch (PlacementException e) {
      return new Destination.Nowhere(
          new Failure.NotSent("%s cannot be placed: %s".formatted(id, e.getMessage())));
    } catch (RuntimeException | Error e) {
      // A placement strategy may be the user's. What it throws must not leave the queue without a
      // task, or no message would ever get through to this actor again.
      log.log(Level.WARNING, e.getClass().getName(), () -> "%s cannot be located".formatted(id), e);
      return new Destination.Nowhere(
          new Failure.NotSent("%s cannot be located: %s".formatted(id, e)));
    }
  }

  private Destination lookUp(ActorId id) {
    Activation present = node.catalog().get(id);
    if (present != null) {
      return new Destination.Here(present);
    }
    if (!node.isClustered()) {
      return here(id);
    }
    FaultPoint.delay("runtime.before-lookup", time);
    for (int attempt = 1; attempt <= LOOKUPS_MAX; attempt++) {
      Optional<ActorAddress> known = directory.lookup(id);
      if (known.isEmpty()) {
        return place(id);
      }
      ActorAddress address = known.get();
      if (!address.node().address().equals(node.self().address())) {
        locations.put(address);
        return new Destination.At(address);
      }
      Activation local = node.catalog().get(id);
      if (local != null) {
        return new Destination.Here(local);
      }
      Coverage.reached("runtime.stale-entry-here");
      directory.unregister(address);
    }
    return place(id);
  }

  private Destination place(ActorId id) {
    NodeAddress chosen = node.placer().place(id, node.candidates(id.type()));
    return chosen.equals(node.self().address()) ? here(id) : new Destination.PlaceAt(chosen);
  }

  private Destination here(ActorId id) {
    HostedType type = node.types().get(id.type());
    if (type == null) {
      return new Destination.Nowhere(
          new Failure.Rejected(
              new Rejection.UnknownType(id.type(), List.copyOf(node.types().keySet()))));
    }
    Failure refusal = node.catalog().refusal(id);
    if (refusal != null) {
      return new Destination.Nowhere(refusal);
    }
    Activation activation = node.catalog().getOrCreate(type, id);
    return activation == null
        ? new Destination.Nowhere(
            new Failure.Rejected(new Rejection.NotReady("the node is stopping")))
        : new Destination.Here(activation);
  }

  /// What the locator needs to know of its node.
  interface Surrounds {
    NodeIdentity self();

    /// Whether there are other nodes.
    boolean isClustered();

    Catalog catalog();

    /// How many messages may wait for an actor of this type while it is located: what its mailbox
    /// takes if this node hosts the type, else what may wait for another node.
    int waitingMax(String type);

    /// What hinders this node from reaching another one, as a text that begins with "; ", or
    /// nothing.
    String trouble(NodeAddress other);

    /// The hosted types by name, in order of registration.
    Map<String, HostedType> types();

    Placer placer();

    /// The nodes that may host actors of this type.
    List<NodeAddress> candidates(String type);

    Remote remote();
  }

  /// Where messages for an actor go.
  private sealed interface Destination {
    /// To this activation of this node.
    record Here(Activation activation) implements Destination {}

    /// To this activation of another node.
    record At(ActorAddress address) implements Destination {}

    /// To this node, which activates the actor.
    record PlaceAt(NodeAddress node) implements Destination {}

    /// Nowhere: they fail.
    record Nowhere(Failure failure) implements Destination {}
  }

  /// The messages that wait for one actor to be located. Changed only inside the map's atomic
  /// operations.
  private static final class Queue {
    final int waitingMax;
    final @Nullable NodeAddress place;
    private @Nullable ActorAddress suspect;
    private List<Invocation> waiting = new ArrayList<>();

    Queue(int waitingMax, @Nullable NodeAddress place, @Nullable ActorAddress suspect) {
      this.waitingMax = waitingMax;
      this.place = place;
      this.suspect = suspect;
    }

    Queue add(Invocation message) {
      if (waiting.size() >= waitingMax) {
        Coverage.reached("runtime.locating-queue-full");
        message.fail(
            new Failure.Rejected(
                new Rejection.Overloaded(message.target().toString(), waitingMax)));
      } else {
        waiting.add(message);
      }
      return this;
    }

    /// Moves what waits into `batch`; null, which ends the queue, if nothing does.
    @Nullable Queue takeOrEnd(List<Invocation> batch) {
      if (waiting.isEmpty()) {
        return null;
      }
      batch.addAll(waiting);
      waiting = new ArrayList<>();
      return this;
    }

    @Nullable ActorAddress takeSuspect() {
      ActorAddress taken = suspect;
      suspect = null;
      return taken;
    }
  }
}
