package dev.moonpool.examples.planted;

import dev.moonpool.actors.api.ActorContext;
import dev.moonpool.actors.api.ActorLifecycle;
import dev.moonpool.actors.api.ActorState;
import dev.moonpool.actors.api.DeactivationReason;
import dev.moonpool.actors.api.Definition;
import dev.moonpool.actors.api.Nothing;
import dev.moonpool.actors.api.StateException;
import dev.moonpool.examples.planted.Probe.Additions;
import dev.moonpool.examples.planted.Probe.Answer;
import dev.moonpool.foundation.Time;
import java.time.Duration;

/// A probe; it tells the [Journal] of every step of its life.
final class ProbeActor implements ActorLifecycle {
  /// Short, so that actors come and go by themselves during a run.
  private static final Duration IDLE = Duration.ofSeconds(2);

  private final ActorContext context;
  private final ActorState<Additions> state;
  private final Journal journal;
  private final String node;
  private final Time time;

  private ProbeActor(
      ActorContext context, ActorState<Additions> state, Journal journal, String node, Time time) {
    this.context = context;
    this.state = state;
    this.journal = journal;
    this.node = node;
    this.time = time;
  }

  /// How a node hosts probes.
  ///
  /// @param node the node's run, unique in the world
  static Definition<Probe, ProbeActor> definition(Journal journal, String node, Time time) {
    return Probe.TYPE
        .state(Additions.class, Additions.NONE)
        .create((context, state) -> new ProbeActor(context, state, journal, node, time))
        .on(Probe.Add.class, ProbeActor::add)
        .on(Probe.Read.class, ProbeActor::read)
        .on(Probe.Slow.class, ProbeActor::slow)
        .on(Probe.Retire.class, ProbeActor::retire)
        .idleTimeout(IDLE);
  }

  @Override
  public void onActivate() {
    journal.activated(node, key());
  }

  @Override
  public void onDeactivate(DeactivationReason reason) {
    journal.deactivated(node, key());
  }

  private Answer add(Probe.Add request) {
    journal.executed(request.attempt());
    Additions changed = new Additions(state.get().additions() + 1, request.attempt());
    try {
      state.persist(changed);
    } catch (StateException.Fenced | StateException.Indeterminate e) {
      // Answered as if all were well: the runtime must not let that through.
      return new Answer(request.nonce(), key(), changed.additions(), changed.last());
    }
    return answer(request.nonce());
  }

  private Answer read(Probe.Read request) {
    return answer(request.nonce());
  }

  private Answer slow(Probe.Slow request) throws InterruptedException {
    time.sleep(Duration.ofMillis(request.millis()));
    return answer(request.nonce());
  }

  private Nothing retire(Probe.Retire request) {
    context.deactivate();
    return Nothing.NOTHING;
  }

  private Answer answer(long nonce) {
    return new Answer(nonce, key(), state.get().additions(), state.get().last());
  }

  private String key() {
    return context.id().key();
  }
}
