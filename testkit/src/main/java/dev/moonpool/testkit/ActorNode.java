package dev.moonpool.testkit;

import dev.moonpool.actors.api.Definition;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.runtime.ActorRuntime;
import dev.moonpool.actors.runtime.RuntimeBuilder;
import dev.moonpool.foundation.store.StateStore;
import dev.moonpool.simulation.Process;
import dev.moonpool.simulation.ProcessContext;
import dev.moonpool.simulation.WorkloadContext;
import dev.moonpool.simulation.store.SimStateStore;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A simulated process that hosts actors of given definitions, as one node of a cluster of all
/// processes of its world.
///
/// ```java
/// SimStateStore.in(simulation);                                    // if an actor has a state
/// simulation.processes(() -> ActorNode.of(AccountActor.DEFINITION));
/// simulation.workloads(() -> context -> {
///   try (ActorRuntime client = ActorNode.client(context)) {
///     client.actor(Account.TYPE, "alice").call(new Deposit(100));
///   }
/// });
/// ```
///
/// States are kept in the world's [SimStateStore], which outlives the process. One object is one
/// life of a process: give [dev.moonpool.simulation.Simulation#processes] a supplier that makes a
/// new one each time. Used on the world's driver only.
public final class ActorNode implements Process {
  /// The namespace of a node and of a client that were given none.
  public static final String NAMESPACE = "simulated";

  private final List<Definition<?, ?>> definitions;
  private String namespace = NAMESPACE;
  private Consumer<RuntimeBuilder> options = _ -> {};
  private @Nullable ActorRuntime runtime;
  private @Nullable StateStore store;

  private ActorNode(List<Definition<?, ?>> definitions) {
    this.definitions = definitions;
  }

  /// A node that hosts actors of these definitions.
  public static ActorNode of(Definition<?, ?>... definitions) {
    return new ActorNode(List.of(definitions));
  }

  /// A node that hosts actors of these definitions.
  public static ActorNode of(List<Definition<?, ?>> definitions) {
    return new ActorNode(List.copyOf(definitions));
  }

  /// Gives the cluster this name instead of [#NAMESPACE]; clients are started with the same one.
  ///
  /// @return this node
  public ActorNode namespace(String name) {
    namespace = name;
    return this;
  }

  /// Sets options of the runtime before it starts, such as its timeouts or its placement.
  /// Providers,
  /// addresses, store and definitions are set already.
  ///
  /// @return this node
  public ActorNode with(Consumer<RuntimeBuilder> change) {
    options = options.andThen(change);
    return this;
  }

  @Override
  public void start(ProcessContext context) throws IOException, InterruptedException {
    RuntimeBuilder builder =
        ActorRuntime.builder(namespace)
            .providers(context.providers())
            .listen(NodeAddress.of(context.address()).toString())
            .nodes(context.addresses().stream().map(NodeAddress::of).toList());
    if (definitions.stream().anyMatch(definition -> definition.state().isPresent())) {
      StateStore states = context.shared(SimStateStore.class).connect(context.providers());
      store = states;
      builder.store(states);
    }
    definitions.forEach(builder::host);
    options.accept(builder);
    runtime = builder.start();
  }

  @Override
  public void stop() {
    ActorRuntime running = runtime;
    if (running != null) {
      running.close();
    }
    StateStore states = store;
    if (states != null) {
      states.close();
    }
  }

  /// Starts a runtime that hosts nothing, through which a workload calls the actors of all nodes of
  /// the namespace [#NAMESPACE]. The workload closes it.
  public static ActorRuntime client(WorkloadContext context)
      throws IOException, InterruptedException {
    return client(context, NAMESPACE);
  }

  /// Starts a runtime that hosts nothing, through which a workload calls the actors of all nodes of
  /// this namespace. The workload closes it.
  public static ActorRuntime client(WorkloadContext context, String namespace)
      throws IOException, InterruptedException {
    return ActorRuntime.builder(namespace)
        .providers(context.providers())
        .nodes(context.addresses().stream().map(NodeAddress::of).toList())
        .start();
  }
}
