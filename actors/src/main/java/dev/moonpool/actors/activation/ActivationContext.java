package dev.moonpool.actors.activation;

import dev.moonpool.actors.api.ActorContext;
import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.ActorTimer;
import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.Request;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.foundation.Randomness;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What an actor sees of its activation.
///
/// Threads: any, because handlers hand it to threads of their own.
final class ActivationContext implements ActorContext {
  /// A handler that sleeps longer holds its mailbox up for longer than callers wait by default.
  private static final Duration SLEEP_MAX = Duration.ofMinutes(1);

  private final Activation activation;

  /// Made when the first number is drawn.
  private volatile @Nullable Randomness random;

  ActivationContext(Activation activation) {
    this.activation = activation;
  }

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
  public Instant now() {
    return services().providers().time().now();
  }

  @Override
  public Randomness random() {
    Randomness known = random;
    return known == null ? makeRandom() : known;
  }

  /// Under a name that no other activation has: the same name would give the same numbers again.
  private synchronized Randomness makeRandom() {
    Randomness known = random;
    if (known == null) {
      String name = "actor " + id() + " " + activation.number();
      known = services().providers().randomness().split(name);
      random = known;
    }
    return known;
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    if (duration.compareTo(SLEEP_MAX) > 0) {
      throw new IllegalArgumentException(
          "%s may sleep for %s at most, this is %s: set a timer with sendLater"
              .formatted(id(), SLEEP_MAX, duration));
    }
    services().providers().time().sleep(duration);
  }

  @Override
  public ActorTimer sendLater(Duration delay, Request<?, ?> request) {
    checkOwn(request);
    return activation.timers().once(delay, request);
  }

  @Override
  public ActorTimer every(Duration period, Request<?, ?> request) {
    checkOwn(request);
    return activation.timers().every(period, request);
  }

  /// A foreign request fails here and not in the timer.
  private void checkOwn(Request<?, ?> request) {
    activation.type().type().requestOf(request);
  }

  @Override
  public String trace() {
    Turn turn = Turn.current();
    return turn != null && turn.activation() == activation ? turn.trace() : "";
  }

  @Override
  public void deactivate() {
    activation.resign();
  }

  @Override
  public System.Logger logger() {
    return new ActorLogger(activation.type().logger(), id());
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
