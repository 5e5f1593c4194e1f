package dev.moonpool.examples.bank.simulation;

import dev.moonpool.actors.api.ActorContext;
import dev.moonpool.actors.api.ActorLifecycle;
import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.DeactivationReason;
import dev.moonpool.actors.api.Definition;
import dev.moonpool.actors.api.Request;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// An actor that writes down, outside of all processes, what happens to it.
interface Probe {
  ActorType<Probe> TYPE =
      ActorType.named("probe", Probe.class)
          .request("run", Run.class, Ran.class)
          .request("fail", Fail.class, Ran.class);

  /// Asks to be written down and answered with the same number.
  record Run(long number) implements Request<Probe, Ran> {}

  /// Asks the handler to throw.
  record Fail(long number) implements Request<Probe, Ran> {}

  record Ran(long number) {}

  /// How actors that write into this journal are made.
  static Definition<Probe, Actor> definition(Journal journal) {
    return TYPE.create(context -> new Actor(context, journal))
        .on(Run.class, Actor::run)
        .on(Fail.class, Actor::fail);
  }

  /// What has happened to all probes of a world.
  final class Journal {
    private final Map<Long, Integer> runs = new LinkedHashMap<>();
    private final Map<String, Integer> active = new TreeMap<>();
    private int activatedHooks;
    private int deactivatedHooks;
    private int activeMax;

    /// How often each number was run.
    int runsOf(long number) {
      return runs.getOrDefault(number, 0);
    }

    int activatedHooks() {
      return activatedHooks;
    }

    int deactivatedHooks() {
      return deactivatedHooks;
    }

    /// The most activations that one actor ever had at a time.
    int activeMax() {
      return activeMax;
    }
  }

  /// The actor.
  final class Actor implements ActorLifecycle {
    private final ActorContext context;
    private final Journal journal;

    Actor(ActorContext context, Journal journal) {
      this.context = context;
      this.journal = journal;
    }

    @Override
    public void onActivate() {
      journal.activatedHooks++;
      int active = journal.active.merge(context.id().key(), 1, Integer::sum);
      journal.activeMax = Math.max(journal.activeMax, active);
    }

    @Override
    public void onDeactivate(DeactivationReason reason) {
      journal.deactivatedHooks++;
      journal.active.merge(context.id().key(), -1, Integer::sum);
    }

    private Ran run(Run request) {
      journal.runs.merge(request.number(), 1, Integer::sum);
      return new Ran(request.number());
    }

    private Ran fail(Fail request) {
      journal.runs.merge(request.number(), 1, Integer::sum);
      throw new IllegalStateException("asked to fail " + request.number());
    }
  }
}
