package dev.moonpool.benchmarks.peer;

import dev.moonpool.benchmarks.contender.OneWay;
import dev.moonpool.benchmarks.contender.Receipts;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ExtensibleBehavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/// `tell` to plain typed actors.
public final class PekkoTell implements OneWay {
  private record Tick(long value) {}

  private final ActorSystem<Void> system;
  private final List<ActorRef<Tick>> receivers = new ArrayList<>();

  /// Starts one receiver for each of `receipts`.
  public PekkoTell(PekkoTuning tuning, List<Receipts> receipts) {
    system = ActorSystem.create(Behaviors.empty(), "tell", tuning.config(""));
    for (Receipts each : receipts) {
      String name = "receiver-" + receivers.size();
      receivers.add(system.systemActorOf(new Receiver(each), name, Props.empty()));
    }
  }

  @Override
  public void send(int target) {
    receivers.get(target).tell(new Tick(1));
  }

  @Override
  public void close() {
    PekkoSystems.stop(system);
  }

  private static final class Receiver extends ExtensibleBehavior<Tick> {
    private final Receipts receipts;
    private long total;

    Receiver(Receipts receipts) {
      this.receipts = receipts;
    }

    @Override
    public Behavior<Tick> receive(TypedActorContext<Tick> context, Tick tick) {
      total += tick.value();
      receipts.received();
      return this;
    }

    @Override
    public Behavior<Tick> receiveSignal(TypedActorContext<Tick> context, Signal signal) {
      return this;
    }
  }
}
