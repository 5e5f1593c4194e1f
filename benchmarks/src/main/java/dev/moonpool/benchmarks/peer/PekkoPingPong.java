package dev.moonpool.benchmarks.peer;

import dev.moonpool.benchmarks.contender.PingPong;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ExtensibleBehavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/// Two plain typed actors that `tell` balls to each other.
public final class PekkoPingPong implements PingPong {
  private sealed interface Command {}

  private record Serve(int balls, int roundTrips, CompletableFuture<Void> done)
      implements Command {}

  private record Ball(long number, ActorRef<Command> from) implements Command {}

  private final ActorSystem<Void> system;
  private final ActorRef<Command> server;

  /// Starts the two players.
  public PekkoPingPong(PekkoTuning tuning) {
    system = ActorSystem.create(Behaviors.empty(), "ping-pong", tuning.config(""));
    ActorRef<Command> returner = system.systemActorOf(new Returner(), "returner", Props.empty());
    server = system.systemActorOf(new Server(returner), "server", Props.empty());
  }

  @Override
  public CompletableFuture<Void> play(int balls, int roundTrips) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    server.tell(new Serve(balls, roundTrips, done));
    return done;
  }

  @Override
  public void close() {
    PekkoSystems.stop(system);
  }

  private abstract static class Player extends ExtensibleBehavior<Command> {
    @Override
    public final Behavior<Command> receiveSignal(
        TypedActorContext<Command> context, Signal signal) {
      return this;
    }
  }

  private static final class Returner extends Player {
    @Override
    public Behavior<Command> receive(TypedActorContext<Command> context, Command command) {
      if (command instanceof Ball ball) {
        ball.from().tell(new Ball(ball.number(), context.asJava().getSelf()));
      }
      return this;
    }
  }

  private static final class Server extends Player {
    private final ActorRef<Command> returner;
    private CompletableFuture<Void> done = new CompletableFuture<>();
    private int toServe;
    private int toReturn;

    Server(ActorRef<Command> returner) {
      this.returner = returner;
    }

    @Override
    public Behavior<Command> receive(TypedActorContext<Command> context, Command command) {
      ActorRef<Command> self = context.asJava().getSelf();
      switch (command) {
        case Serve serve -> {
          done = serve.done();
          toReturn = serve.roundTrips();
          toServe = serve.roundTrips() - serve.balls();
          for (int i = 0; i < serve.balls(); i++) {
            returner.tell(new Ball(i, self));
          }
        }
        case Ball ball -> {
          if (toServe > 0) {
            toServe--;
            returner.tell(new Ball(ball.number(), self));
          }
          if (--toReturn == 0) {
            done.complete(null);
          }
        }
      }
      return this;
    }
  }
}
