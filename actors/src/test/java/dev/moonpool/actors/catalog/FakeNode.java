package dev.moonpool.actors.catalog;

import dev.moonpool.actors.activation.Activation;
import dev.moonpool.actors.activation.ActivationCounters;
import dev.moonpool.actors.activation.ActivationServices;
import dev.moonpool.actors.activation.HostedType;
import dev.moonpool.actors.activation.Surroundings;
import dev.moonpool.actors.activation.TurnRunners;
import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.Nothing;
import dev.moonpool.actors.api.Request;
import dev.moonpool.actors.call.Failure;
import dev.moonpool.actors.call.Invocation;
import dev.moonpool.actors.call.TimerMessage;
import dev.moonpool.actors.directory.Directory;
import dev.moonpool.actors.directory.InMemoryDirectory;
import dev.moonpool.actors.id.ActorAddress;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.foundation.Providers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A node with one hosted type, whose actors do nothing, and nothing else.
final class FakeNode implements Surroundings, AutoCloseable {
  /// The protocol of actors that nobody calls.
  interface Thing {}

  static final ActorType<Thing> TYPE = ActorType.named("thing", Thing.class);

  final List<Activation> created = new CopyOnWriteArrayList<>();

  /// How long each activation that has ended had been idle.
  final List<Long> lived = new CopyOnWriteArrayList<>();

  final ActivationCounters counters = new ActivationCounters();
  final Catalog catalog;
  final Collector collector;
  private final HostedType hosted;
  private final Providers providers;
  private final TurnRunners runners;

  FakeNode(Providers providers, Duration idleTimeout) {
    this(providers, idleTimeout, new InMemoryDirectory(1, () -> 2));
  }

  FakeNode(Providers providers, Duration idleTimeout, Directory directory) {
    this.providers = providers;
    this.catalog = new Catalog(providers.time(), this::created);
    this.collector = new Collector(providers.time(), idleTimeout);
    this.runners = new TurnRunners(providers.tasks().executor("turn"), providers.time(), 1);
    ActivationServices services =
        new ActivationServices(
            providers, runners, directory, this, counters, Duration.ofSeconds(1));
    this.hosted = new HostedType(TYPE.create(context -> Nothing.NOTHING), null, services);
  }

  static ActorId id(String key) {
    return new ActorId("test", "thing", key);
  }

  /// The activation of this actor.
  Activation getOrCreate(String key) {
    return catalog.getOrCreate(hosted, id(key));
  }

  @Override
  public void close() {
    collector.close();
    runners.close();
  }

  private void created(Activation activation) {
    created.add(activation);
    collector.add(activation);
  }

  @Override
  public boolean isClustered() {
    return false;
  }

  @Override
  public NodeIdentity node() {
    return new NodeIdentity(new NodeAddress("alone", 1), 1);
  }

  @Override
  public <Q> ActorRef<Q> actor(ActorType<Q> type, String key) {
    throw new UnsupportedOperationException("nobody calls");
  }

  @Override
  public void reroute(Invocation message, @Nullable ActorAddress winner) {
    throw new UnsupportedOperationException("nothing waits");
  }

  @Override
  public void retired(Activation activation) {
    lived.add(providers.time().nanoTime() - activation.lastActiveNanos());
    catalog.remove(activation);
    collector.ended();
  }

  @Override
  public void refuse(ActorId actor, Failure failure) {
    catalog.refuse(actor, failure);
  }

  @Override
  public TimerMessage sendToSelf(
      Activation activation, Request<?, ?> request, Consumer<Object> onEnd) {
    throw new UnsupportedOperationException("nobody sends");
  }
}
