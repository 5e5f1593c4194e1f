package dev.moonpool.actors.runtime;

import dev.moonpool.actors.api.ActorContext;
import dev.moonpool.actors.api.ActorLifecycle;
import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.DeactivationReason;
import dev.moonpool.actors.api.Definition;
import dev.moonpool.actors.api.Nothing;
import dev.moonpool.actors.api.Request;
import dev.moonpool.actors.api.RequestFlag;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// An actor that ends its own process with status 7, in the place that its key names.
final class Quitter implements ActorLifecycle {
  interface Quit {
    record Now(String role) implements Request<Quit, Nothing> {}

    record OnTimer() implements Request<Quit, Nothing> {}

    record Look() implements Request<Quit, Nothing> {}

    ActorType<Quit> TYPE =
        ActorType.named("quitter", Quit.class)
            .request("now", Now.class, Nothing.class)
            .request("on-timer", OnTimer.class, Nothing.class)
            .request("look", Look.class, Nothing.class, RequestFlag.ALWAYS_INTERLEAVE);
  }

  static final Definition<Quit, Quitter> DEFINITION =
      Quit.TYPE
          .create(Quitter::new)
          .on(Quit.Now.class, Quitter::now)
          .on(Quit.OnTimer.class, (actor, request) -> actor.exit())
          .on(Quit.Look.class, (actor, request) -> Nothing.NOTHING);

  /// The process's runtime.
  static @Nullable ActorRuntime runtime;

  private final ActorContext context;

  Quitter(ActorContext context) {
    this.context = context;
  }

  @Override
  public void onActivate() {
    if (context.id().key().equals("exits-in-on-activate")) {
      exit();
    }
  }

  @Override
  public void onDeactivate(DeactivationReason reason) {
    if (reason == DeactivationReason.EXPLICIT) {
      exit();
    }
  }

  private Nothing now(Quit.Now request) {
    return switch (request.role()) {
      case "exits-in-handler" -> exit();
      case "exits-in-called-handler" ->
          context.actor(Quit.TYPE, "callee").call(new Quit.Now("exits-in-handler"));
      case "exits-in-timer" -> {
        context.sendLater(Duration.ofMillis(1), new Quit.OnTimer());
        yield Nothing.NOTHING;
      }
      case "exits-in-on-deactivate" -> {
        context.deactivate();
        yield Nothing.NOTHING;
      }
      case "exits-in-interleaving" -> {
        // Afterwards its turn is not the mailbox's consumer any more.
        context.actor(Quit.TYPE, "other").call(new Quit.Look());
        yield exit();
      }
      case "closes-in-handler" -> {
        ActorRuntime own = runtime;
        if (own != null) {
          own.close();
        }
        yield exit();
      }
      default -> throw new IllegalArgumentException(request.role());
    };
  }

  private Nothing exit() {
    System.exit(7);
    return Nothing.NOTHING;
  }
}
