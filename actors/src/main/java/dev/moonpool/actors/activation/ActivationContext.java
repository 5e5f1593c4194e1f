package dev.moonpool.actors.activation;

import dev.moonpool.actors.api.ActorContext;
import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.DeactivationReason;
import dev.moonpool.actors.api.Request;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeIdentity;
import java.time.Duration;
import java.util.Optional;

/// What an actor sees of its activation.
///
/// @param activation its activation
record ActivationContext(Activation activation) implements ActorContext {
  @Override
  public ActorId id() {
    return activation.id();
  }

  @Override
  public NodeIdentity node() {
    return activation.address().node();
  }

  @Override
  public <Q> ActorRef<Q> actor(ActorType<Q> type, String key) {
    return services().surroundings().actor(type, key);
  }

  @Override
  public void sendLater(Duration delay, Request<?, ?> request) {
    // A foreign request fails here and not in the timer.
    activation.type().type().requestOf(request);
    activation.timers().set(delay, request);
  }

  @Override
  public String trace() {
    Turn turn = Turn.current();
    return turn != null && turn.activation() == activation ? turn.trace() : "";
  }

  @Override
  public void deactivate() {
    activation.deactivate(DeactivationReason.EXPLICIT);
  }

  @Override
  public System.Logger logger() {
    return System.getLogger("actor." + id());
  }

  @Override
  public long errorCount() {
    Activation.Mistakes mistakes = activation.mistakes();
    return mistakes == null ? 0 : mistakes.count();
  }

  @Override
  public Optional<Throwable> lastError() {
    return Optional.ofNullable(activation.mistakes()).map(Activation.Mistakes::last);
  }

  private ActivationServices services() {
    return activation.type().services();
  }
}
