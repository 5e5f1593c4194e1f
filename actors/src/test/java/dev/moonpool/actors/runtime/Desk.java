package dev.moonpool.actors.runtime;

import dev.moonpool.actors.api.ActorContext;
import dev.moonpool.actors.api.ActorLifecycle;
import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.ActorState;
import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.DeactivationReason;
import dev.moonpool.actors.api.Definition;
import dev.moonpool.actors.api.Nothing;
import dev.moonpool.actors.api.Request;
import dev.moonpool.actors.api.RequestFlag;
import dev.moonpool.actors.api.StateException;
import dev.moonpool.foundation.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// An actor whose turns wait for calls of their own, while others may or may not run.
interface Desk {
  /// Notes the entry.
  record Note(String entry) implements Request<Desk, Text> {}

  /// Takes its time.
  record Hold(Duration duration) implements Request<Desk, Text> {}

  /// Waits for another desk to [Hold].
  record Await(ActorRef<Desk> other, Duration duration) implements Request<Desk, Text> {}

  /// Saves, whatever comes of it, then waits as [Await] and answers as if all were well.
  record SaveAndAwait(String entry, ActorRef<Desk> other, Duration duration)
      implements Request<Desk, Text> {}

  /// Asks for its own end, then waits as [Await].
  record LeaveAndAwait(ActorRef<Desk> other, Duration duration) implements Request<Desk, Text> {}

  /// Gives what is saved; may run while others read.
  record Read() implements Request<Desk, Text> {}

  /// Reads by way of another desk, which reads here again; itself a reader.
  record ReadAround(ActorRef<Desk> other, ActorRef<Desk> self) implements Request<Desk, Text> {}

  /// As [ReadAround], but not itself a reader.
  record WriteAround(ActorRef<Desk> other, ActorRef<Desk> self) implements Request<Desk, Text> {}

  /// Reads another desk.
  record ReadFrom(ActorRef<Desk> other) implements Request<Desk, Text> {}

  /// Gives what is saved, whoever waits.
  record Peek() implements Request<Desk, Text> {}

  /// Breaks with a Java error, whoever waits.
  record Break() implements Request<Desk, Nothing> {}

  /// Leaves its thread interrupted.
  record Scratch() implements Request<Desk, Nothing> {}

  /// Whether its thread was interrupted when it began.
  record Feel() implements Request<Desk, Text> {}

  record Text(String text) {}

  ActorType<Desk> TYPE =
      ActorType.named("desk", Desk.class)
          .request("note", Note.class, Text.class)
          .request("hold", Hold.class, Text.class)
          .request("await", Await.class, Text.class)
          .request("save-and-await", SaveAndAwait.class, Text.class)
          .request("leave-and-await", LeaveAndAwait.class, Text.class)
          .request("read", Read.class, Text.class, RequestFlag.READ_ONLY)
          .request("read-around", ReadAround.class, Text.class, RequestFlag.READ_ONLY)
          .request("write-around", WriteAround.class, Text.class)
          .request("read-from", ReadFrom.class, Text.class)
          .request("peek", Peek.class, Text.class, RequestFlag.ALWAYS_INTERLEAVE)
          .request("break", Break.class, Nothing.class, RequestFlag.ALWAYS_INTERLEAVE)
          .request("scratch", Scratch.class, Nothing.class)
          .request("feel", Feel.class, Text.class);

  /// What happened, in order.
  final class Journal {
    final Time time;
    final List<String> entries = new ArrayList<>();

    Journal(Time time) {
      this.time = time;
    }

    Definition<Desk, Actor> definition() {
      return TYPE.state(Text.class, new Text("blank"))
          .create((context, state) -> new Actor(context, state, this))
          .mailboxCapacity(Definition.MAILBOX_CAPACITY_MIN)
          .on(Note.class, Actor::note)
          .on(Hold.class, Actor::hold)
          .on(Await.class, Actor::await)
          .on(SaveAndAwait.class, Actor::saveAndAwait)
          .on(LeaveAndAwait.class, Actor::leaveAndAwait)
          .on(Read.class, (actor, request) -> actor.state.get())
          .on(ReadAround.class, (actor, r) -> r.other().call(new ReadFrom(r.self())))
          .on(WriteAround.class, (actor, r) -> r.other().call(new ReadFrom(r.self())))
          .on(ReadFrom.class, (actor, request) -> request.other().call(new Read()))
          .on(Peek.class, (actor, request) -> actor.state.get())
          .on(Break.class, Actor::breakDown)
          .on(Scratch.class, Actor::scratch)
          .on(Feel.class, Actor::feel);
    }
  }

  /// The desk.
  final class Actor implements ActorLifecycle {
    private final ActorContext context;
    private final ActorState<Text> state;
    private final Journal journal;

    Actor(ActorContext context, ActorState<Text> state, Journal journal) {
      this.context = context;
      this.state = state;
      this.journal = journal;
    }

    @Override
    public void onDeactivate(DeactivationReason reason) {
      journal.entries.add(context.id().key() + " down " + reason);
    }

    Text note(Note request) {
      journal.entries.add(request.entry());
      return new Text(request.entry());
    }

    Text hold(Hold request) throws InterruptedException {
      journal.time.sleep(request.duration());
      return new Text("held");
    }

    Text await(Await request) {
      Text held = request.other().call(new Hold(request.duration()));
      journal.entries.add("awaited");
      return held;
    }

    Text saveAndAwait(SaveAndAwait request) {
      try {
        state.persist(new Text(request.entry()));
      } catch (StateException e) {
        journal.entries.add("save failed");
      }
      return request.other().call(new Hold(request.duration()));
    }

    Text leaveAndAwait(LeaveAndAwait request) {
      context.deactivate();
      return await(new Await(request.other(), request.duration()));
    }

    Nothing breakDown(Break request) {
      throw new AssertionError("told to break");
    }

    Nothing scratch(Scratch request) {
      Thread.currentThread().interrupt();
      return Nothing.NOTHING;
    }

    Text feel(Feel request) {
      return new Text("interrupted " + Thread.currentThread().isInterrupted());
    }
  }
}
