package dev.moonpool.actors.catalog;

import dev.moonpool.actors.activation.Activation;
import dev.moonpool.actors.activation.ActivationState;
import dev.moonpool.actors.activation.HostedType;
import dev.moonpool.actors.api.DeactivationReason;
import dev.moonpool.actors.call.Failure;
import dev.moonpool.actors.directory.LocalActivations;
import dev.moonpool.actors.id.ActorAddress;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.foundation.ClosedProvidersException;
import dev.moonpool.foundation.Coverage;
import dev.moonpool.foundation.FaultPoint;
import dev.moonpool.foundation.Invariant;
import dev.moonpool.foundation.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The activations of one node, at most one for each actor.
///
/// Any thread looks without a lock. To make one it takes the lock, looks again, and records the new
/// activation before it lets go, so no race can make two; registering and loading, which block,
/// happen afterwards on the activation's own turn.
public final class Catalog implements LocalActivations {
  /// How long an actor is refused after it failed to activate: long enough that a storm of calls
  /// costs little, short enough that a repaired actor is back soon.
  public static final Duration REFUSAL = Duration.ofSeconds(5);

  private final Time time;
  private final Consumer<Activation> onCreated;
  private final ConcurrentMap<ActorId, Activation> activations = new ConcurrentHashMap<>();
  private final ConcurrentMap<ActorId, Refused> refused = new ConcurrentHashMap<>();
  private final ReentrantLock creation = new ReentrantLock();
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicLong numbers = new AtomicLong();

  /// Whether nothing may be made any more; written under [#creation].
  private boolean closed;

  /// An empty catalog.
  ///
  /// @param onCreated told of each activation right after it was recorded; must not block
  public Catalog(Time time, Consumer<Activation> onCreated) {
    this.time = time;
    this.onCreated = onCreated;
  }

  /// The activation of this actor, or null.
  public @Nullable Activation get(ActorId id) {
    return activations.get(id);
  }

  /// The activation of this actor, made if there is none.
  ///
  /// @return null if there is none and the catalog is closed
  public @Nullable Activation getOrCreate(HostedType type, ActorId id) {
    Activation found = activations.get(id);
    if (found != null) {
      return found;
    }
    FaultPoint.delay("catalog.before-lock", time);
    Activation created;
    creation.lock();
    try {
      found = lookAgain(id);
      if (found != null || closed) {
        return found;
      }
      created = new Activation(type, id, numbers.incrementAndGet());
      activations.put(id, created);
      count.getAndIncrement();
    } finally {
      creation.unlock();
    }
    FaultPoint.delay("catalog.after-lock", time);
    onCreated.accept(created);
    return created;
  }

  /// Lets no activation be made from now on: what is in the catalog when this returns is all that
  /// its node has to end.
  public void close() {
    creation.lock();
    try {
      closed = true;
    } finally {
      creation.unlock();
    }
  }

  /// Why this actor is refused at the moment, or null if it is not.
  public @Nullable Failure refusal(ActorId id) {
    Refused known = refused.get(id);
    return known == null ? null : known.failure;
  }

  /// Refuses this actor for [#REFUSAL].
  public void refuse(ActorId id, Failure failure) {
    Refused refusal = new Refused(failure);
    refused.put(id, refusal);
    try {
      time.schedule(REFUSAL, () -> refused.remove(id, refusal));
    } catch (ClosedProvidersException e) {
      Coverage.reached("catalog.refused-without-time"); // no time passes here any more
    }
  }

  /// Takes an activation out; a newer one of the same actor stays.
  public void remove(Activation activation) {
    Invariant.check(
        activation.state() == ActivationState.DEACTIVATING,
        "only an activation that ends leaves the catalog");
    if (activations.remove(activation.id(), activation)) {
      count.getAndDecrement();
    }
  }

  /// How many activations there are.
  public int count() {
    return count.get();
  }

  /// Runs `action` for each activation that is there throughout.
  public void forEach(Consumer<Activation> action) {
    activations.values().forEach(action);
  }

  @Override
  public Optional<ActorAddress> find(ActorId actor) {
    return Optional.ofNullable(activations.get(actor)).map(Activation::address);
  }

  @Override
  public List<ActorAddress> snapshot(Predicate<ActorId> wanted) {
    List<ActorAddress> found = new ArrayList<>();
    for (Activation activation : activations.values()) {
      if (wanted.test(activation.id())) {
        found.add(activation.address());
      }
    }
    found.sort((a, b) -> a.actor().compareTo(b.actor()));
    return found;
  }

  @Override
  public void granted(ActorAddress address) {
    Activation activation = activations.get(address.actor());
    if (activation != null && activation.address().sameActivation(address)) {
      activation.granted(address);
    }
  }

  @Override
  public void lost(ActorAddress loser, ActorAddress winner) {
    Activation activation = activations.get(loser.actor());
    if (activation != null && activation.address().sameActivation(loser)) {
      activation.yieldTo(winner);
    }
  }

  @Override
  public boolean deactivate(ActorAddress address) {
    Activation activation = activations.get(address.actor());
    if (activation == null || !activation.address().sameActivation(address)) {
      return false;
    }
    activation.deactivate(DeactivationReason.EXPLICIT);
    return true;
  }

  private @Nullable Activation lookAgain(ActorId id) {
    return activations.get(id);
  }

  /// Not a record: an equal refusal that came later must outlive the first one's timer.
  private static final class Refused {
    final Failure failure;

    Refused(Failure failure) {
      this.failure = failure;
    }
  }
}
