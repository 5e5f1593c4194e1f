package dev.moonpool.benchmarks.ours;

import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.Definition;
import dev.moonpool.actors.api.Nothing;
import dev.moonpool.actors.api.Request;
import dev.moonpool.actors.runtime.ActorRuntime;
import dev.moonpool.benchmarks.contender.OneWay;
import dev.moonpool.benchmarks.contender.Receipts;
import java.util.ArrayList;
import java.util.List;

/// `send` to actors of the same process.
public final class MoonpoolOneWay implements OneWay {
  private interface Receiving {
    record Tick(long value) implements Request<Receiving, Nothing> {}

    ActorType<Receiving> TYPE =
        ActorType.named("receiver", Receiving.class).request("tick", Tick.class, Nothing.class);
  }

  private final ActorRuntime runtime;
  private final List<ActorRef<Receiving>> receivers = new ArrayList<>();

  /// Starts a node; each of `receipts` has its receiver, activated by its first message.
  public MoonpoolOneWay(List<Receipts> receipts) {
    Definition<Receiving, Receiver> definition =
        Receiving.TYPE
            .create(context -> new Receiver(receipts.get(Integer.parseInt(context.id().key()))))
            .on(Receiving.Tick.class, Receiver::tick);
    runtime = Nodes.start(ActorRuntime.builder("bench").host(definition));
    for (int i = 0; i < receipts.size(); i++) {
      receivers.add(runtime.actor(Receiving.TYPE, String.valueOf(i)));
    }
  }

  @Override
  public void send(int target) {
    receivers.get(target).send(new Receiving.Tick(1));
  }

  @Override
  public void close() {
    runtime.close();
  }

  private static final class Receiver {
    private final Receipts receipts;
    private long total;

    Receiver(Receipts receipts) {
      this.receipts = receipts;
    }

    Nothing tick(Receiving.Tick tick) {
      total += tick.value();
      receipts.received();
      return Nothing.NOTHING;
    }
  }
}
