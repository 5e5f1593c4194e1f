package dev.moonpool.actors.runtime;

import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.Definition;
import dev.moonpool.actors.api.PayloadSerializer;
import dev.moonpool.actors.api.StateSerializer;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.messaging.PeerOptions;
import dev.moonpool.actors.placement.Placement;
import dev.moonpool.actors.placement.TwoChoices;
import dev.moonpool.actors.serialization.CborPayloads;
import dev.moonpool.actors.serialization.JsonStates;
import dev.moonpool.foundation.DurationText;
import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.store.StateStore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a runtime is started with. Only the namespace has no default.
///
/// Nothing is checked before [#start], which then names every mistake in one error. For one thread.
public final class RuntimeBuilder {
  /// Longer means for ever; sums of it and a clock must not overflow.
  private static final Duration DURATION_MAX = Duration.ofDays(3_650);

  private final String namespace;
  private final List<String> mistakes = new ArrayList<>();
  private final List<Function<? super Providers, ? extends Definition<?, ?>>> hosted =
      new ArrayList<>();
  private final List<ActorType<?>> known = new ArrayList<>();
  private List<NodeAddress> nodes = List.of();
  private @Nullable NodeAddress listen;
  private @Nullable NodeAddress advertised;
  private @Nullable Providers providers;
  private @Nullable StateStore store;
  private PayloadSerializer.Factory payloads = CborPayloads.FACTORY;
  private StateSerializer serializer = new JsonStates();
  private Placement placement = new TwoChoices();
  private NetworkPreset network = NetworkPreset.DEFAULT;
  private boolean shutdownAtExit = true;
  private boolean serializeLocalCalls;
  private int payloadBytesMax = PeerOptions.Limits.DEFAULT.payloadBytesMax();
  private RuntimeOptions.Bounds bounds = RuntimeOptions.Bounds.DEFAULT;

  RuntimeBuilder(String namespace) {
    this.namespace = namespace;
    note(() -> ActorId.checkPart("namespace", namespace));
  }

  /// Listens at `host:port` for other nodes. Without it the runtime is a client, or alone.
  public RuntimeBuilder listen(String address) {
    note(() -> listen = NodeAddress.parse(address));
    return this;
  }

  /// Says by which `host:port` other nodes reach this one, if not by the one where it listens.
  public RuntimeBuilder advertise(String address) {
    note(() -> advertised = NodeAddress.parse(address));
    return this;
  }

  /// Names every node of the cluster, this one included if it hosts actors. The same list on each
  /// node, in any order.
  public RuntimeBuilder nodes(List<NodeAddress> all) {
    nodes = List.copyOf(all);
    return this;
  }

  /// Hosts actors of these definitions.
  public RuntimeBuilder host(Definition<?, ?>... definitions) {
    for (Definition<?, ?> definition : List.of(definitions)) {
      hosted.add(world -> definition);
    }
    return this;
  }

  /// Hosts actors of a definition that is made for this runtime, with what its actors need of it:
  /// clocks, tasks, sockets of the runtime's own world, simulated ones included. What else they
  /// depend on is a parameter of whatever method makes the definition.
  ///
  /// ```java
  /// builder.host(world -> FeedActor.definition(world, prices))
  /// ```
  ///
  /// @param definition makes it, once for each start; what it throws, [#start] throws
  public RuntimeBuilder host(Function<? super Providers, ? extends Definition<?, ?>> definition) {
    hosted.add(Objects.requireNonNull(definition, "definition"));
    return this;
  }

  /// Knows these types without hosting them: references to them may arrive inside messages.
  public RuntimeBuilder know(ActorType<?>... types) {
    known.addAll(List.of(types));
    return this;
  }

  /// Runs in this world instead of one of its own. Whoever gives it closes it.
  public RuntimeBuilder providers(Providers world) {
    providers = world;
    return this;
  }

  /// Keeps states here. Whoever gives it closes it.
  ///
  /// By default they are kept in the store that a module on the path offers, which is a SQLite file
  /// named after the namespace if that is `moonpool-jdbc`; else in memory.
  public RuntimeBuilder store(StateStore states) {
    store = states;
    return this;
  }

  /// Writes and reads states this way; by default as JSON. All nodes that share a store do it
  /// alike.
  public RuntimeBuilder stateSerializer(StateSerializer states) {
    serializer = states;
    return this;
  }

  /// Writes and reads requests, answers and refusals this way; by default as CBOR. All nodes of a
  /// cluster do it alike.
  public RuntimeBuilder payloadSerializer(PayloadSerializer.Factory serializers) {
    payloads = serializers;
    return this;
  }

  /// Whether requests, answers and refusals between actors of this node are written and read as
  /// those of other nodes are (default: no; always in a simulation).
  ///
  /// For tests of one process: what they see then is what a call from another node would. In
  /// production it only costs.
  public RuntimeBuilder serializeLocalCalls(boolean always) {
    serializeLocalCalls = always;
    return this;
  }

  /// Chooses nodes this way; by default the less loaded of two.
  public RuntimeBuilder placement(Placement strategy) {
    placement = strategy;
    return this;
  }

  /// Says how far apart the nodes are.
  public RuntimeBuilder network(NetworkPreset preset) {
    network = preset;
    return this;
  }

  /// Limits the bytes of one request or answer between nodes (default 1 MiB).
  public RuntimeBuilder payloadBytesMax(int bytes) {
    payloadBytesMax = bytes;
    return this;
  }

  /// Lets calls wait this long unless they say otherwise (default 30 s).
  public RuntimeBuilder callTimeout(Duration timeout) {
    positive("callTimeout", timeout);
    bounds =
        new RuntimeOptions.Bounds(
            timeout,
            bounds.hookTimeout(),
            bounds.directoryTimeout(),
            bounds.shutdownTimeout(),
            bounds.pendingCallsMax());
    return this;
  }

  /// Lets a lifecycle hook take this long (default 30 s).
  public RuntimeBuilder hookTimeout(Duration timeout) {
    positive("hookTimeout", timeout);
    bounds =
        new RuntimeOptions.Bounds(
            bounds.callTimeout(),
            timeout,
            bounds.directoryTimeout(),
            bounds.shutdownTimeout(),
            bounds.pendingCallsMax());
    return this;
  }

  /// Lets stopping take this long (default 30 s).
  public RuntimeBuilder shutdownTimeout(Duration timeout) {
    positive("shutdownTimeout", timeout);
    bounds =
        new RuntimeOptions.Bounds(
            bounds.callTimeout(),
            bounds.hookTimeout(),
            bounds.directoryTimeout(),
            timeout,
            bounds.pendingCallsMax());
    return this;
  }

  /// Whether the runtime shuts down by itself, within its [#shutdownTimeout], when the process is
  /// told to end by SIGTERM, Ctrl-C or `System.exit` (default: yes). A program that has its own
  /// order of ending says no, and calls [ActorRuntime#shutdown] in its turn.
  public RuntimeBuilder shutdownAtExit(boolean automatically) {
    shutdownAtExit = automatically;
    return this;
  }

  /// Lets this many calls wait on the node (default 1,048,576).
  public RuntimeBuilder pendingCallsMax(int calls) {
    if (calls < 1 || calls > 1 << 24) {
      mistakes.add("pendingCallsMax is 1 to 16777216, this is " + calls);
    } else {
      bounds =
          new RuntimeOptions.Bounds(
              bounds.callTimeout(),
              bounds.hookTimeout(),
              bounds.directoryTimeout(),
              bounds.shutdownTimeout(),
              calls);
    }
    return this;
  }

  /// Checks everything and starts.
  ///
  /// @throws IllegalArgumentException with every mistake that was found
  /// @throws IOException if it cannot listen
  /// @throws dev.moonpool.foundation.store.StoreException if the store cannot be opened, or issues
  /// no incarnation
  /// @throws InterruptedException if the caller is interrupted meanwhile
  public ActorRuntime start() throws IOException, InterruptedException {
    Owned owned = new Owned();
    try {
      Providers world = providers == null ? owned.world() : providers;
      List<Definition<?, ?>> definitions = new ArrayList<>();
      hosted.forEach(definition -> definitions.add(definition.apply(world)));
      boolean needsStore = store == null && hasState(definitions);
      DefaultStore defaultStore = needsStore ? DefaultStore.find() : null;
      PeerOptions peers = check(definitions, defaultStore);
      StateStore states = store;
      if (states == null && defaultStore != null) {
        states = owned.store(defaultStore.open(world, namespace, nodes));
      }
      RuntimeOptions options =
          options(
              world, definitions, states == null ? DefaultStore.inMemory(world) : states, peers);
      return ActorRuntime.start(options, owned);
    } catch (Throwable t) {
      owned.close();
      throw t;
    }
  }

  private RuntimeOptions options(
      Providers world, List<Definition<?, ?>> definitions, StateStore states, PeerOptions peers) {
    return new RuntimeOptions(
        namespace,
        Optional.ofNullable(listen),
        Optional.ofNullable(advertised == null ? listen : advertised),
        nodes,
        world,
        states,
        serializer,
        payloads,
        placement,
        List.copyOf(definitions),
        List.copyOf(known),
        shutdownAtExit,
        serializeLocalCalls || world.time().isVirtual(),
        peers,
        bounds);
  }

  private PeerOptions check(
      List<Definition<?, ?>> definitions, @Nullable DefaultStore defaultStore) {
    List<String> found = new ArrayList<>(mistakes); // a second start names each mistake once too
    checkDefinitions(definitions, found);
    checkAddresses(!definitions.isEmpty(), found);
    if (defaultStore != null) {
      defaultStore.check(found);
    }
    PeerOptions peers = network.options();
    try {
      PeerOptions.Limits limits = peers.limits();
      peers =
          peers.withLimits(
              new PeerOptions.Limits(
                  payloadBytesMax,
                  Math.max(limits.queueBytesMax(), payloadBytesMax),
                  limits.queueCountMax()));
    } catch (IllegalArgumentException e) {
      found.add(String.valueOf(e.getMessage()));
    }
    if (!found.isEmpty()) {
      throw new IllegalArgumentException(
          "the runtime cannot start:\n  - " + String.join("\n  - ", found));
    }
    return peers;
  }

  private void checkDefinitions(List<Definition<?, ?>> definitions, List<String> found) {
    TypeMistakes types = new TypeMistakes(payloads, serializer);
    known.forEach(type -> found.addAll(types.of(type)));
    Set<String> names = new TreeSet<>();
    for (Definition<?, ?> definition : definitions) {
      found.addAll(definition.mistakes());
      found.addAll(types.of(definition));
      if (!names.add(definition.type().name())) {
        found.add("%s is hosted twice".formatted(definition.type()));
      }
    }
  }

  private void checkAddresses(boolean hosts, List<String> found) {
    NodeAddress known = advertised == null ? listen : advertised;
    if (advertised != null && listen == null) {
      found.add("advertise(%s) needs listen(…) as well".formatted(advertised));
    }
    if (nodes.stream().distinct().count() != nodes.size()) {
      found.add("nodes(…) names a node twice: " + nodes);
    }
    if (!nodes.isEmpty() && known != null && hosts && !nodes.contains(known)) {
      found.add(
          "this node hosts actors as %s, which nodes(…) does not name: %s".formatted(known, nodes));
    }
    if (!nodes.isEmpty() && known == null && hosts) {
      found.add("a node that hosts actors in a cluster needs listen(…)");
    }
    if (nodes.isEmpty() && known == null && !hosts) {
      found.add("nothing to do: give host(…), or nodes(…) to call");
    }
  }

  private static boolean hasState(List<Definition<?, ?>> definitions) {
    return definitions.stream().anyMatch(definition -> definition.state().isPresent());
  }

  private void positive(String name, Duration duration) {
    if (!duration.isPositive() || duration.compareTo(DURATION_MAX) > 0) {
      mistakes.add(
          "%s is positive and %s at most, this is %s"
              .formatted(name, DurationText.of(DURATION_MAX), DurationText.of(duration)));
    }
  }

  private void note(Runnable check) {
    try {
      check.run();
    } catch (IllegalArgumentException e) {
      mistakes.add(String.valueOf(e.getMessage()));
    }
  }
}
