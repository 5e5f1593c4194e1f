package dev.moonpool.benchmarks.ours;

import dev.moonpool.actors.api.ActorContext;
import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.Definition;
import dev.moonpool.actors.api.Nothing;
import dev.moonpool.actors.api.Request;
import dev.moonpool.actors.runtime.ActorRuntime;
import dev.moonpool.benchmarks.contender.PingPong;
import java.util.concurrent.CompletableFuture;

/// Two actors that `send` balls to each other.
public final class MoonpoolPingPong implements PingPong {
  private interface Serving {
    record Serve(int balls, int roundTrips, CompletableFuture<Void> done)
        implements Request<Serving, Nothing> {}

    record Returned(long number) implements Request<Serving, Nothing> {}

    ActorType<Serving> TYPE =
        ActorType.named("server", Serving.class)
            .request("serve", Serve.class, Nothing.class)
            .request("returned", Returned.class, Nothing.class);
  }

  private interface Returning {
    record Ball(long number) implements Request<Returning, Nothing> {}

    ActorType<Returning> TYPE =
        ActorType.named("returner", Returning.class).request("ball", Ball.class, Nothing.class);
  }

  private static final Definition<Serving, Server> SERVER =
      Serving.TYPE
          .create(Server::new)
          .on(Serving.Serve.class, Server::serve)
          .on(Serving.Returned.class, Server::returned);
  private static final Definition<Returning, Returner> RETURNER =
      Returning.TYPE.create(Returner::new).on(Returning.Ball.class, Returner::ball);

  private final ActorRuntime runtime =
      Nodes.start(ActorRuntime.builder("bench").host(SERVER, RETURNER));
  private final ActorRef<Serving> server = runtime.actor(Serving.TYPE, "one");

  @Override
  public CompletableFuture<Void> play(int balls, int roundTrips) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    server.send(new Serving.Serve(balls, roundTrips, done));
    return done;
  }

  @Override
  public void close() {
    runtime.close();
  }

  private static final class Returner {
    private final ActorRef<Serving> server;

    Returner(ActorContext context) {
      server = context.actor(Serving.TYPE, "one");
    }

    Nothing ball(Returning.Ball ball) {
      server.send(new Serving.Returned(ball.number()));
      return Nothing.NOTHING;
    }
  }

  private static final class Server {
    private final ActorRef<Returning> returner;
    private CompletableFuture<Void> done = new CompletableFuture<>();
    private int toServe;
    private int toReturn;

    Server(ActorContext context) {
      returner = context.actor(Returning.TYPE, "two");
    }

    Nothing serve(Serving.Serve serve) {
      done = serve.done();
      toReturn = serve.roundTrips();
      toServe = serve.roundTrips() - serve.balls();
      for (int i = 0; i < serve.balls(); i++) {
        returner.send(new Returning.Ball(i));
      }
      return Nothing.NOTHING;
    }

    Nothing returned(Serving.Returned returned) {
      if (toServe > 0) {
        toServe--;
        returner.send(new Returning.Ball(returned.number()));
      }
      if (--toReturn == 0) {
        done.complete(null);
      }
      return Nothing.NOTHING;
    }
  }
}
