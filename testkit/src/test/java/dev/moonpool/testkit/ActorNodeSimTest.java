package dev.moonpool.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.actors.api.ActorContext;
import dev.moonpool.actors.api.ActorException;
import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.ActorState;
import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.Definition;
import dev.moonpool.actors.api.Outcome;
import dev.moonpool.actors.api.Request;
import dev.moonpool.actors.runtime.ActorRuntime;
import dev.moonpool.simulation.Failure;
import dev.moonpool.simulation.Profile;
import dev.moonpool.simulation.Simulation;
import dev.moonpool.simulation.Topology;
import dev.moonpool.simulation.Workload;
import dev.moonpool.simulation.WorkloadContext;
import dev.moonpool.simulation.junit.Simulate;
import dev.moonpool.simulation.store.SimStateStore;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("field-O11")
class ActorNodeSimTest {
  private static final int ADDITIONS = 20;

  @Simulate(seeds = 10, topology = "2x3", profile = Simulate.CHAOS)
  void statefulActor_nodesCrash_keepsWhatWasAnswered(Simulation simulation) {
    SimStateStore.in(simulation);
    simulation.processes(() -> ActorNode.of(CounterActor.DEFINITION));
    simulation.workloads(() -> new Additions(ActorNode.NAMESPACE));
  }

  @Simulate(seeds = 3, topology = "1x2", profile = Simulate.CALM)
  void node_withNamespaceAndOptions_hostsThere(Simulation simulation) {
    SimStateStore.in(simulation);
    simulation.processes(
        () ->
            ActorNode.of(CounterActor.DEFINITION)
                .namespace("counting")
                .with(builder -> builder.callTimeout(Duration.ofSeconds(2))));
    simulation.workloads(() -> new Additions("counting"));
  }

  @Simulate(seeds = 3, topology = "1x2", profile = Simulate.CALM)
  void node_withoutStatefulActors_needsNoStore(Simulation simulation) {
    simulation.processes(() -> ActorNode.of(CounterActor.STATELESS));
    simulation.workloads(
        () ->
            context -> {
              try (ActorRuntime client = ActorNode.client(context)) {
                assertThat(client.actor(Counter.TYPE, "c").call(new Counter.Add(7)).sum())
                    .isEqualTo(7);
              }
            });
  }

  @Test
  void node_statefulActorsAndNoStore_failsTheSeedAndSaysWhatToShare() {
    Simulation simulation = Simulation.of(1, Topology.parse("1x1"), Profile.CALM);
    simulation.processes(() -> ActorNode.of(CounterActor.DEFINITION));
    simulation.workloads(() -> new Additions(ActorNode.NAMESPACE));

    Failure failure = simulation.run().failure().orElseThrow();

    assertThat(failure + failure.details()).contains("shares no", "SimStateStore");
  }

  /// What every counter understands.
  interface Counter {
    ActorType<Counter> TYPE =
        ActorType.named("counter", Counter.class).request("add", Add.class, Sum.class);

    record Add(long amount) implements Request<Counter, Sum> {}

    record Sum(long sum) {}
  }

  private static final class CounterActor {
    private static final Definition<Counter, CounterActor> DEFINITION =
        Counter.TYPE
            .state(Counter.Sum.class, new Counter.Sum(0))
            .create(CounterActor::new)
            .on(Counter.Add.class, CounterActor::add);

    private static final Definition<Counter, CounterActor> STATELESS =
        Counter.TYPE
            .create(_ -> new CounterActor(null, null))
            .on(Counter.Add.class, (_, add) -> new Counter.Sum(add.amount()));

    private final ActorState<Counter.Sum> state;

    CounterActor(ActorContext context, ActorState<Counter.Sum> state) {
      this.state = state;
    }

    private Counter.Sum add(Counter.Add add) {
      return state.persist(new Counter.Sum(state.get().sum() + add.amount()));
    }
  }

  /// Adds one to a counter of its own until it has been answered often enough; then the sum lies
  /// between what was answered and what may have run.
  private static final class Additions implements Workload {
    private final String namespace;
    private int answered;
    private int unknown;

    Additions(String namespace) {
      this.namespace = namespace;
    }

    @Override
    public void run(WorkloadContext context) throws Exception {
      try (ActorRuntime client = ActorNode.client(context, namespace)) {
        while (answered < ADDITIONS) {
          add(client.actor(Counter.TYPE, context.name()), 1);
          context.providers().time().sleep(Duration.ofMillis(100));
        }
      }
    }

    private void add(ActorRef<Counter> counter, long amount) {
      try {
        counter.call(new Counter.Add(amount), Duration.ofSeconds(5));
        answered++;
      } catch (ActorException e) {
        unknown += e.outcome() == Outcome.NOT_SENT || e.outcome() == Outcome.REJECTED ? 0 : 1;
      }
    }

    @Override
    public void check(WorkloadContext context) throws Exception {
      try (ActorRuntime client = ActorNode.client(context, namespace)) {
        ActorRef<Counter> counter = client.actor(Counter.TYPE, context.name());
        long sum = counter.call(new Counter.Add(0), Duration.ofSeconds(60)).sum();
        assertThat(sum).isBetween((long) answered, (long) answered + unknown);
      }
    }
  }
}
