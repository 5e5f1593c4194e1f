package dev.moonpool.actors.runtime;

import dev.moonpool.actors.activation.Activation;
import dev.moonpool.actors.api.Rejection;
import dev.moonpool.actors.call.Failure;
import dev.moonpool.actors.call.Invocation;
import dev.moonpool.actors.catalog.Catalog;
import dev.moonpool.actors.directory.LocationCache;
import dev.moonpool.actors.id.ActorAddress;
import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.foundation.Coverage;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Decides where a message goes next: to an activation here, to a node where the actor was last
/// known, or to the [Locator], which finds or makes an activation first.
///
/// Never blocks; any thread. Messages of one sender to one actor keep their order: while the
/// locator looks for an actor, all messages to it queue there.
final class Router {
  private final NodeIdentity self;
  private final Catalog catalog;
  private final LocationCache locations;
  private @Nullable Locator locator;
  private @Nullable Remote remote;

  Router(NodeIdentity self, Catalog catalog, LocationCache locations) {
    this.self = self;
    this.catalog = catalog;
    this.locations = locations;
  }

  /// Ties the knot: both need the router themselves.
  void connect(Locator locator, Remote remote) {
    this.locator = locator;
    this.remote = remote;
  }

  /// The activation that `ref` was last seen at, or that is here now; null if there is none, or if
  /// others wait for an actor to be located, whom nobody shall overtake.
  @Nullable Activation seen(RoutedRef<?> ref) {
    if (locator().isBusy()) {
      return null;
    }
    Activation guess = ref.lastSeen;
    if (guess == null) {
      guess = catalog.get(ref.id());
      ref.lastSeen = guess;
    }
    return guess;
  }

  /// As [#seen], but makes the activation if that asks no other node. The calling thread may block.
  @Nullable Activation seenOrMade(RoutedRef<?> ref) {
    Activation seen = seen(ref);
    return seen == null ? locator().makeAtOnce(ref.id()) : seen;
  }

  /// Sends a message of this node on its way, trying first where `ref` was [#seen].
  void route(Invocation message, RoutedRef<?> ref, @Nullable Activation seen) {
    if (seen != null) {
      if (deliver(seen, message)) {
        return;
      }
      ref.lastSeen = null;
    }
    route(message);
  }

  /// Sends a message on its way.
  void route(Invocation message) {
    if (locator().join(message)) {
      return;
    }
    Activation here = catalog.get(message.target());
    if (here != null && deliver(here, message)) {
      return;
    }
    Optional<ActorAddress> known = locations.get(message.target());
    if (known.isPresent() && !known.get().node().equals(self)) {
      remote().send(message, known.get());
      return;
    }
    locator().locate(message);
  }

  /// Offers a message to an activation of this node.
  ///
  /// @return false if the activation is gone; otherwise the message has been taken care of
  static boolean deliver(Activation activation, Invocation message) {
    return switch (activation.offer(message)) {
      case ACCEPTED -> true;
      case ACCEPTED_IDLE -> {
        activation.start();
        yield true;
      }
      case FULL -> {
        Coverage.reached("runtime.overloaded");
        int capacity = activation.type().definition().mailboxCapacity();
        message.fail(
            new Failure.Rejected(new Rejection.Overloaded(message.target().toString(), capacity)));
        yield true;
      }
      case CLOSED -> {
        Coverage.reached("runtime.met-closed-mailbox");
        yield false;
      }
    };
  }

  private Locator locator() {
    return Objects.requireNonNull(locator, "the router is connected before it is used");
  }

  private Remote remote() {
    return Objects.requireNonNull(remote, "the router is connected before it is used");
  }
}
