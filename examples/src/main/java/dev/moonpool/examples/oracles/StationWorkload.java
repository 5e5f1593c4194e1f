package dev.moonpool.examples.oracles;

import dev.moonpool.actors.api.ActorException;
import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.runtime.ActorRuntime;
import dev.moonpool.foundation.Randomness;
import dev.moonpool.foundation.Task;
import dev.moonpool.foundation.Time;
import dev.moonpool.simulation.Workload;
import dev.moonpool.simulation.WorkloadContext;
import dev.moonpool.simulation.store.SimStateStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Several clients on one runtime; in the end everything that was touched is read and must rest.
final class StationWorkload implements Workload {
  private static final int CLIENTS = 3;
  private static final int OPERATIONS = 25;
  private static final int PAUSE_MILLIS_MAX = 500;

  /// How often the check asks again: the world has healed, so a refusal soon ends.
  private static final int CHECK_ATTEMPTS = 20;

  /// How long the last activations may take to be idle, and their hooks to run.
  private static final int REST_SECONDS = 60;

  private static final int PENDING_MAX = 128;

  private final StationClient.Floods floods = new StationClient.Floods();
  private @Nullable ActorRuntime runtime;

  @Override
  public void setup(WorkloadContext context) throws Exception {
    runtime =
        ActorRuntime.builder(Judge.NAMESPACE)
            .providers(context.providers())
            .nodes(context.addresses().stream().map(NodeAddress::of).toList())
            .pendingCallsMax(PENDING_MAX)
            .start();
    if (context.index() == 0) {
      try (var store = context.shared(SimStateStore.class).connect(context.providers())) {
        FormerBuild.leave(store, context.shared(Judge.class));
      }
    }
  }

  @Override
  public void run(WorkloadContext context) throws InterruptedException {
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      Randomness random = context.randomness().split("client-" + i);
      String name = context.name() + "." + i;
      StationClient client =
          new StationClient(name, runtime(), context.shared(Judge.class), random, floods);
      Time time = context.providers().time();
      tasks.add(context.providers().tasks().start(name, () -> drive(client, time, random)));
    }
    for (Task task : tasks) {
      task.join();
    }
  }

  @Override
  public void check(WorkloadContext context) throws Exception {
    Judge judge = context.shared(Judge.class);
    if (context.index() == 0) {
      StationClient client =
          new StationClient("check", runtime(), judge, context.randomness().split("check"), floods);
      for (String actor : judge.attempts().actors()) {
        judge.atTheEnd(actor, read(client, context, ActorId.parse(actor)).attempts());
      }
    }
    rest(judge, context.providers().time());
    runtime().close();
  }

  private static void drive(StationClient client, Time time, Randomness random) {
    try {
      for (int i = 0; i < OPERATIONS; i++) {
        client.operate();
        time.sleep(Duration.ofMillis(random.nextInt(PAUSE_MILLIS_MAX)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Station.Log read(StationClient client, WorkloadContext context, ActorId actor)
      throws InterruptedException {
    ActorType<Station> type =
        actor.type().equals(Station.PLAIN.name()) ? Station.PLAIN : Station.REENTRANT;
    for (int attempt = 1; ; attempt++) {
      try {
        return client.atTheEnd(runtime().actor(type, actor.key()));
      } catch (ActorException e) {
        if (attempt == CHECK_ATTEMPTS) {
          throw e;
        }
        context.providers().time().sleep(Duration.ofSeconds(1));
      }
    }
  }

  /// Waits until the nodes hold nothing any more.
  private void rest(Judge judge, Time time) throws InterruptedException {
    Optional<String> left = judge.left(runtime());
    for (int second = 0; left.isPresent() && second < REST_SECONDS; second++) {
      time.sleep(Duration.ofSeconds(1));
      left = judge.left(runtime());
    }
    left.ifPresent(judge::notEmpty);
  }

  private ActorRuntime runtime() {
    return Objects.requireNonNull(runtime, "set up first");
  }
}
