package dev.moonpool.actors.runtime;

import dev.moonpool.actors.api.ActorContext;
import dev.moonpool.actors.api.ActorLifecycle;
import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.DeactivationReason;
import dev.moonpool.actors.api.Definition;
import dev.moonpool.actors.api.Nothing;
import dev.moonpool.actors.api.Request;
import dev.moonpool.actors.api.RequestFlag;
import dev.moonpool.foundation.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// An actor that does what a test tells it, and keeps a journal of it outside itself.
interface Probe {
  /// Notes `entry` in the journal and answers with it.
  record Note(String entry) implements Request<Probe, Noted> {}

  /// As [Note], but does not count as activity.
  record Peek() implements Request<Probe, Noted> {}

  /// Notes it after this long.
  record Slow(String entry, Duration duration) implements Request<Probe, Noted> {}

  /// Throws.
  record Fail(String words) implements Request<Probe, Nothing> {}

  /// Throws a Java error.
  record Break() implements Request<Probe, Nothing> {}

  /// Asks for its own deactivation.
  record Leave() implements Request<Probe, Nothing> {}

  /// Notes `entry` on `next`, with [Relay] as long as there are more.
  record Relay(String entry, List<ActorRef<Probe>> route) implements Request<Probe, Noted> {}

  /// Asks the next of `route`, and the last answers with the trace that it belongs to.
  ///
  /// @param own the trace of what is asked of the others; empty for the one of this request
  record Trace(List<ActorRef<Probe>> route, String own) implements Request<Probe, Noted> {}

  /// As [Note], and may run while others wait.
  record Interrupting(String entry) implements Request<Probe, Noted> {}

  /// Answers with its error count.
  record Errors() implements Request<Probe, Noted> {}

  /// Sends itself a note later.
  record Later(String entry, Duration delay) implements Request<Probe, Nothing> {}

  record Noted(String entry) {}

  ActorType<Probe> TYPE =
      ActorType.named("probe", Probe.class)
          .request("note", Note.class, Noted.class)
          .request("peek", Peek.class, Noted.class, RequestFlag.SUPPRESS_KEEP_ALIVE)
          .request("slow", Slow.class, Noted.class)
          .request("fail", Fail.class, Nothing.class)
          .request("break", Break.class, Nothing.class)
          .request("leave", Leave.class, Nothing.class)
          .request("relay", Relay.class, Noted.class)
          .request("errors", Errors.class, Noted.class)
          .request("later", Later.class, Nothing.class)
          .request("trace", Trace.class, Noted.class)
          .request("interrupting", Interrupting.class, Noted.class, RequestFlag.ALWAYS_INTERLEAVE);

  /// What happened, in order, over all activations of all probes that share it.
  class Journal {
    final Time time;
    final List<String> entries = Collections.synchronizedList(new ArrayList<>());
    boolean activationFails;
    Duration hookTakes = Duration.ZERO;

    Journal(Time time) {
      this.time = time;
    }

    Definition<Probe, Actor> definition() {
      return TYPE.create(context -> new Actor(context, this))
          .on(Note.class, Actor::note)
          .on(Peek.class, Actor::peek)
          .on(Slow.class, Actor::slow)
          .on(Fail.class, Actor::fail)
          .on(Break.class, Actor::breakDown)
          .on(Leave.class, Actor::leave)
          .on(Relay.class, Actor::relay)
          .on(Errors.class, Actor::errors)
          .on(Later.class, Actor::later)
          .on(Trace.class, Actor::trace)
          .on(Interrupting.class, Actor::interrupting);
    }

    void add(String entry) {
      entries.add(entry);
    }
  }

  /// The probe.
  final class Actor implements ActorLifecycle {
    private final ActorContext context;
    private final Journal journal;

    Actor(ActorContext context, Journal journal) {
      this.context = context;
      this.journal = journal;
    }

    @Override
    public void onActivate() throws Exception {
      if (journal.activationFails) {
        throw new IllegalStateException("told to fail");
      }
      journal.add(context.id().key() + " up");
    }

    @Override
    public void onDeactivate(DeactivationReason reason) throws Exception {
      journal.time.sleep(journal.hookTakes);
      journal.add(context.id().key() + " down " + reason);
    }

    Noted note(Note request) {
      journal.add(request.entry());
      return new Noted(request.entry());
    }

    Noted peek(Peek request) {
      return new Noted("peeked");
    }

    Noted slow(Slow request) throws InterruptedException {
      journal.time.sleep(request.duration());
      journal.add(request.entry());
      return new Noted(request.entry());
    }

    Nothing fail(Fail request) {
      throw new IllegalArgumentException(request.words());
    }

    Nothing breakDown(Break request) {
      throw new StackOverflowError("told to break");
    }

    Nothing leave(Leave request) {
      context.deactivate();
      return Nothing.NOTHING;
    }

    Noted relay(Relay request) throws InterruptedException {
      if (request.route().isEmpty()) {
        return note(new Note(request.entry()));
      }
      List<ActorRef<Probe>> rest = request.route().subList(1, request.route().size());
      return request.route().getFirst().call(new Relay(request.entry(), rest));
    }

    Noted trace(Trace request) {
      if (request.route().isEmpty()) {
        return new Noted(context.trace());
      }
      List<ActorRef<Probe>> rest = request.route().subList(1, request.route().size());
      ActorRef<Probe> next = request.route().getFirst();
      ActorRef<Probe> traced = request.own().isEmpty() ? next : next.traced(request.own());
      return traced.callAsync(new Trace(rest, "")).join();
    }

    Noted interrupting(Interrupting request) {
      return note(new Note(request.entry()));
    }

    Noted errors(Errors request) {
      return new Noted(
          context.errorCount() + " " + context.lastError().map(Throwable::getMessage).orElse("-"));
    }

    Nothing later(Later request) {
      context.sendLater(request.delay(), new Note(request.entry()));
      return Nothing.NOTHING;
    }
  }
}
