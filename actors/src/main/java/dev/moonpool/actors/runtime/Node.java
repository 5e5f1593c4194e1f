package dev.moonpool.actors.runtime;

import dev.moonpool.actors.activation.Activation;
import dev.moonpool.actors.activation.ActivationCounters;
import dev.moonpool.actors.activation.ActivationServices;
import dev.moonpool.actors.activation.HostedType;
import dev.moonpool.actors.activation.Surroundings;
import dev.moonpool.actors.activation.TurnRunners;
import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.DeactivationReason;
import dev.moonpool.actors.api.Definition;
import dev.moonpool.actors.api.PayloadSerializer;
import dev.moonpool.actors.api.Request;
import dev.moonpool.actors.api.StateSerializer;
import dev.moonpool.actors.api.StateType;
import dev.moonpool.actors.call.Failure;
import dev.moonpool.actors.call.Invocation;
import dev.moonpool.actors.call.Origin;
import dev.moonpool.actors.call.PendingCalls;
import dev.moonpool.actors.call.TimerMessage;
import dev.moonpool.actors.catalog.Catalog;
import dev.moonpool.actors.catalog.Collector;
import dev.moonpool.actors.directory.ConnectionRefusedException;
import dev.moonpool.actors.directory.Directory;
import dev.moonpool.actors.directory.InMemoryDirectory;
import dev.moonpool.actors.directory.LocationCache;
import dev.moonpool.actors.directory.PartitionedDirectory;
import dev.moonpool.actors.id.ActorAddress;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.actors.messaging.PeerException;
import dev.moonpool.actors.messaging.Peers;
import dev.moonpool.actors.placement.LoadTable;
import dev.moonpool.actors.placement.Placer;
import dev.moonpool.actors.state.StateBinding;
import dev.moonpool.foundation.Coverage;
import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.store.StateStore;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Puts one node together: who knows whom.
///
/// It holds no logic of its own beyond what ties the parts to each other.
final class Node implements Surroundings, Locator.Surrounds {
  private final RuntimeOptions options;
  private final Providers providers;
  private final NodeIdentity self;
  private final RuntimeCounters counters = new RuntimeCounters();
  private final ActivationCounters activationCounters = new ActivationCounters();
  private final PendingCalls pending;
  private final PayloadSerializer serializer;
  private final Catalog catalog;
  private final StageReport stages;
  private final Map<String, HostedType> types = new LinkedHashMap<>();
  private final Map<String, Collector> collectors = new LinkedHashMap<>();
  private final LocationCache locations = new LocationCache();
  private final Reachability reachability;
  private final ConcurrentMap<NodeAddress, NodeIdentity> runs = new ConcurrentHashMap<>();
  private final LoadTable loads;
  private final Placer placer;
  private final Directory directory;
  private final @Nullable PartitionedDirectory partitioned;
  private final Router router;
  private final Locator locator;
  private final Remote remote;
  private final Peers peers;
  private final Caller caller;
  private final TurnRunners runners;

  /// The types whose references were asked for. As many as a program declares.
  private final Set<ActorType<?>> checked = ConcurrentHashMap.newKeySet();

  private volatile boolean stopping;

  Node(RuntimeOptions options, NodeIdentity self) {
    this.options = options;
    this.providers = options.providers();
    this.self = self;
    this.pending = new PendingCalls(providers.time(), options.pendingCallsMax());
    this.serializer = options.payloads().create(this::resolve);
    this.catalog = new Catalog(providers.time(), this::created);
    this.stages = new StageReport(providers.time(), catalog, this::trouble);
    this.reachability = new Reachability(providers.time());
    this.loads = new LoadTable(self.address(), catalog::count);
    this.placer = new Placer(providers, options.placement(), loads);
    this.partitioned =
        options.isClustered()
            ? new PartitionedDirectory(
                providers,
                self,
                options.nodes(),
                this::askPeer,
                catalog,
                options.store()::nextIncarnation)
            : null;
    this.directory =
        partitioned == null
            ? new InMemoryDirectory(self.incarnation(), options.store()::nextIncarnation)
            : partitioned;
    Executor tasks = providers.tasks().executor("locate");
    this.router = new Router(self, catalog, locations);
    this.locator = new Locator(providers.time(), tasks, this, directory, locations);
    InboundOrigin inbound =
        InboundOrigin.of(serializer, types, catalog, locations, pending, counters);
    this.peers =
        new Peers(
            providers,
            options.peers(),
            self,
            options.namespace(),
            new MessageBus(this, inbound, pending));
    int payloadBytesMax = options.peers().limits().payloadBytesMax();
    this.remote =
        new Remote(peers, pending, locator, locations, reachability, counters, payloadBytesMax);
    router.connect(locator, remote);
    Executor completions = providers.tasks().executor("complete");
    Origin plain = new Origin(pending, serializer, completions, counters.lost, stages);
    Origin origin =
        options.serializeLocalCalls() ? plain.serializingLocally(payloadBytesMax) : plain;
    this.caller =
        new Caller(
            providers.time(), router, origin, TimeUnit.NANOSECONDS.convert(options.callTimeout()));
    this.runners =
        new TurnRunners(
            providers.tasks().executor("turn"), providers.time(), providers.tasks().parallelism());
    host();
  }

  private void host() {
    ActivationServices services =
        new ActivationServices(
            providers, runners, directory, this, activationCounters, options.hookTimeout());
    for (Definition<?, ?> definition : options.definitions()) {
      String name = definition.type().name();
      types.put(name, new HostedType(definition, binding(definition), services));
      definition
          .idleTimeout()
          .ifPresent(idle -> collectors.put(name, new Collector(providers.time(), idle)));
    }
  }

  private @Nullable StateBinding<?> binding(Definition<?, ?> definition) {
    StateType<?> state = definition.state().orElse(null);
    return state == null ? null : bind(state, options.store(), options.states());
  }

  private <S> StateBinding<S> bind(StateType<S> state, StateStore store, StateSerializer states) {
    return new StateBinding<>(state, store, states, providers.time());
  }

  private void created(Activation activation) {
    Collector collector = collectors.get(activation.id().type());
    if (collector != null) {
      collector.add(activation);
    }
    if (stopping) {
      // It was recorded too late for the stop to have seen it.
      activation.deactivate(DeactivationReason.NODE_SHUTDOWN);
    }
  }

  /// A reference, from its text form; for references that arrive inside messages.
  private ActorRef<?> resolve(String text) {
    ActorId id = ActorId.parse(text);
    HostedType hosted = types.get(id.type());
    ActorType<?> known = hosted == null ? options.knownType(id.type()) : hosted.type();
    if (known == null) {
      throw new IllegalArgumentException(
          "a reference to %s: this node knows no actor type '%s'".formatted(id, id.type()));
    }
    return new RoutedRef<>(caller, known, id);
  }

  @Override
  public <Q> ActorRef<Q> actor(ActorType<Q> type, String key) {
    return ref(type, key);
  }

  /// @throws IllegalArgumentException if a part of the type could not go to another node
  <Q> RoutedRef<Q> ref(ActorType<Q> type, String key) {
    if (!checked.contains(type)) {
      check(type);
    }
    return new RoutedRef<>(caller, type, new ActorId(options.namespace(), type.name(), key));
  }

  private void check(ActorType<?> type) {
    List<String> mistakes = new TypeMistakes(options.payloads(), options.states()).of(type);
    if (!mistakes.isEmpty()) {
      throw new IllegalArgumentException(
          "%s cannot be called:\n  - %s".formatted(type, String.join("\n  - ", mistakes)));
    }
    checked.add(type);
  }

  @Override
  public NodeIdentity node() {
    return self;
  }

  @Override
  public void reroute(Invocation message, @Nullable ActorAddress winner) {
    counters.rerouted.increment();
    if (winner != null && !winner.node().equals(self)) {
      Coverage.reached("runtime.forwarded-to-winner");
      locations.put(winner);
      remote.send(message, winner);
    } else {
      router.route(message);
    }
  }

  @Override
  public void retired(Activation activation) {
    catalog.remove(activation);
    Collector collector = collectors.get(activation.id().type());
    if (collector != null) {
      collector.ended();
    }
  }

  @Override
  public void refuse(ActorId actor, Failure failure) {
    catalog.refuse(actor, failure);
  }

  @Override
  public @Nullable TimerMessage sendToSelf(
      Activation activation, Request<?, ?> request, Consumer<Object> onEnd) {
    return catalog.get(activation.id()) == activation
        ? caller.sendTo(activation, request, onEnd)
        : null;
  }

  @Override
  public NodeIdentity self() {
    return self;
  }

  @Override
  public boolean isClustered() {
    return partitioned != null;
  }

  boolean isStopping() {
    return stopping;
  }

  @Override
  public Catalog catalog() {
    return catalog;
  }

  @Override
  public Map<String, HostedType> types() {
    return Collections.unmodifiableMap(types);
  }

  @Override
  public int waitingMax(String type) {
    HostedType hosted = types.get(type);
    return hosted == null
        ? options.peers().limits().queueCountMax()
        : hosted.definition().mailboxCapacity();
  }

  @Override
  public String trouble(NodeAddress other) {
    return peers.trouble(other).map(why -> "; " + why).orElse("");
  }

  /// What hinders messages to this actor from leaving this node, as texts that begin with "; ".
  private String trouble(ActorId actor) {
    PartitionedDirectory clustered = partitioned;
    if (clustered == null) {
      return "";
    }
    String asking = clustered.trouble(actor).map(why -> "; " + why).orElse("");
    NodeAddress known =
        locations.get(actor).map(at -> at.node().address()).orElse(clustered.ownerOf(actor));
    return asking + trouble(known);
  }

  @Override
  public Placer placer() {
    return placer;
  }

  @Override
  public List<NodeAddress> candidates(String type) {
    return reachability.usable(options.nodes());
  }

  @Override
  public Remote remote() {
    return remote;
  }

  Locator locator() {
    return locator;
  }

  LocationCache locations() {
    return locations;
  }

  RuntimeCounters counters() {
    return counters;
  }

  ActivationCounters activationCounters() {
    return activationCounters;
  }

  StageReport stages() {
    return stages;
  }

  PendingCalls pending() {
    return pending;
  }

  Peers peers() {
    return peers;
  }

  TurnRunners runners() {
    return runners;
  }

  Caller caller() {
    return caller;
  }

  Map<String, Collector> collectors() {
    return collectors;
  }

  @Nullable PartitionedDirectory partitioned() {
    return partitioned;
  }

  /// From now on nothing is activated or taken from other nodes.
  void stop() {
    stopping = true;
    catalog.close();
    if (partitioned != null) {
      partitioned.leave();
    }
  }

  CompletableFuture<byte[]> askDirectory(NodeIdentity from, byte[] body) {
    return partitioned == null
        ? CompletableFuture.failedFuture(
            new IllegalStateException("%s is not part of a cluster".formatted(self)))
        : partitioned.asked(from, body);
  }

  void nodeSeen(NodeIdentity seen, int load) {
    reachability.seen(seen.address());
    loads.nodeSeen(seen, load);
    NodeIdentity before = runs.put(seen.address(), seen);
    if (!seen.equals(before)) {
      directory.nodeSeen(seen);
      locations.nodeSeen(seen);
    }
  }

  private CompletableFuture<byte[]> askPeer(NodeAddress owner, byte[] body) {
    return peers
        .ask(owner, body, options.directoryTimeout())
        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(refused(owner, failure)));
  }

  /// Says it in the directory's terms if nothing listens there.
  private static Throwable refused(NodeAddress owner, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof PeerException e && e.isConnectionRefused()
        ? new ConnectionRefusedException(owner, e)
        : failure;
  }
}
