package dev.moonpool.actors.runtime;

import dev.moonpool.actors.activation.Activation;
import dev.moonpool.actors.activation.ActivationState;
import dev.moonpool.actors.activation.Turn;
import dev.moonpool.actors.call.Carrier;
import dev.moonpool.actors.call.Invocation;
import dev.moonpool.actors.call.Stages;
import dev.moonpool.actors.catalog.Catalog;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.foundation.Time;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Says how far the messages on one node have come: to their callers here, and to the nodes that
/// sent them.
///
/// Names methods and times, never payloads. Any thread, event loops included; nothing blocks.
final class StageReport implements Stages {
  private final Time time;
  private final Catalog catalog;
  private final Function<ActorId, String> trouble;

  /// @param trouble what hinders messages to an actor from leaving this node, to be appended
  StageReport(Time time, Catalog catalog, Function<ActorId, String> trouble) {
    this.trouble = trouble;
    this.time = time;
    this.catalog = catalog;
  }

  @Override
  public String waiting(ActorId target) {
    Activation here = catalog.get(target);
    if (here == null) {
      return "it had not left this node" + trouble.apply(target);
    }
    if (here.state() != ActivationState.VALID) {
      return "its actor was " + here.state().toString().toLowerCase(Locale.ROOT);
    }
    Turn.Running running = here.running();
    return running == null
        ? "it waited in the mailbox"
        : "it waited behind '%s', which had run for %s"
            .formatted(running.message().method(), since(running));
  }

  @Override
  public String running(Invocation message) {
    Activation here = catalog.get(message.target());
    Turn.Running running = here == null ? null : here.running();
    return running != null && running.message() == message
        ? "it was running for " + since(running)
        : "it was running";
  }

  /// How far a request of another node has come, or what is known if it is not here.
  String of(@Nullable InboundRequest request) {
    if (request == null) {
      return "it was not known there: answered, or never arrived";
    }
    Carrier carrier = request.carrier();
    if (carrier != null) {
      return "it was sent on to " + carrier;
    }
    return request.hasBegun() ? running(request) : waiting(request.target());
  }

  private String since(Turn.Running running) {
    long nanos = Math.max(0, time.nanoTime() - running.sinceNanos());
    return TimeUnit.NANOSECONDS.toMillis(nanos) + " ms";
  }
}
