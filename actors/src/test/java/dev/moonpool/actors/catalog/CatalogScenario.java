package dev.moonpool.actors.catalog;

import dev.moonpool.actors.activation.Activation;
import dev.moonpool.actors.activation.ActivationCounters;
import dev.moonpool.actors.activation.ActivationServices;
import dev.moonpool.actors.activation.HostedType;
import dev.moonpool.actors.activation.Surroundings;
import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.Nothing;
import dev.moonpool.actors.api.Request;
import dev.moonpool.actors.call.Failure;
import dev.moonpool.actors.call.Invocation;
import dev.moonpool.actors.call.TimerMessage;
import dev.moonpool.actors.directory.InMemoryDirectory;
import dev.moonpool.actors.id.ActorAddress;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.Task;
import dev.moonpool.simulation.Scenario;
import dev.moonpool.simulation.Simulation;
import dev.moonpool.simulation.Workload;
import dev.moonpool.simulation.WorkloadContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Tasks that ask one catalog for the same actors at the same time.
public final class CatalogScenario implements Scenario {
  /// Names the invariant that fails when two of them are given different activations.
  public static final String ONE_ACTIVATION = "the catalog makes one activation of an actor";

  @Override
  public String name() {
    return "catalog";
  }

  @Override
  public void prepare(Simulation simulation) {
    Seen seen = new Seen();
    simulation.share(seen);
    simulation.processes(() -> context -> {});
    simulation.workloads(Asking::new);
    simulation.always(ONE_ACTIVATION, world -> !seen.different);
  }

  /// The activation of each actor that was given first.
  private static final class Seen {
    private final Map<ActorId, Activation> first = new TreeMap<>();
    private boolean different;

    void given(Activation activation) {
      Activation before = first.putIfAbsent(activation.id(), activation);
      different |= before != null && before != activation;
    }
  }

  private static final class Asking implements Workload {
    private static final int TASKS = 4;
    private static final int ACTORS = 5;

    @Override
    public void run(WorkloadContext context) throws InterruptedException {
      Providers providers = context.providers();
      Catalog catalog = new Catalog(providers.time(), activation -> {});
      HostedType type = hosted(providers);
      Seen seen = context.shared(Seen.class);
      for (int i = 0; i < ACTORS; i++) {
        ActorId id = new ActorId("catalog", "thing", context.name() + "-" + i);
        List<Task> tasks = new ArrayList<>();
        for (int t = 0; t < TASKS; t++) {
          Duration pause = Duration.ofNanos(context.randomness().nextInt(1_000_000));
          tasks.add(
              providers
                  .tasks()
                  .start("asks", () -> ask(providers, pause, catalog, type, id, seen)));
        }
        for (Task task : tasks) {
          task.join();
        }
      }
    }

    private static void ask(
        Providers providers,
        Duration pause,
        Catalog catalog,
        HostedType type,
        ActorId id,
        Seen seen) {
      try {
        providers.time().sleep(pause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      seen.given(Objects.requireNonNull(catalog.getOrCreate(type, id), "the catalog is open"));
    }

    private static HostedType hosted(Providers providers) {
      ActivationServices services =
          new ActivationServices(
              providers,
              providers.tasks().executor("turn"),
              new InMemoryDirectory(1, () -> 2),
              new Alone(),
              new ActivationCounters(),
              Duration.ofSeconds(1));
      ActorType<Thing> type = ActorType.named("thing", Thing.class);
      return new HostedType(type.create(context -> Nothing.NOTHING), null, services);
    }
  }

  /// The protocol of actors that nobody calls.
  private interface Thing {}

  /// A node on which nothing happens.
  private static final class Alone implements Surroundings {
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
      throw new UnsupportedOperationException("nobody calls");
    }

    @Override
    public void retired(Activation activation) {
      throw new UnsupportedOperationException("nothing ends");
    }

    @Override
    public void refuse(ActorId actor, Failure failure) {
      throw new UnsupportedOperationException("nothing fails");
    }

    @Override
    public TimerMessage sendToSelf(
        Activation activation, Request<?, ?> request, Consumer<Object> onEnd) {
      throw new UnsupportedOperationException("nothing runs");
    }
  }
}
