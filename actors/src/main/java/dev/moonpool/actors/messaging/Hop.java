package dev.moonpool.actors.messaging;

import dev.moonpool.actors.id.ActorId;
import dev.moonpool.foundation.Invariant;
import java.util.Objects;

/// One call of a call chain: an actor that waits for what it called.
///
/// @param actor who waits
/// @param method the wire name of the request that it runs meanwhile
public record Hop(ActorId actor, String method) {
  /// Checks both parts.
  public Hop {
    Objects.requireNonNull(actor, "actor");
    Objects.requireNonNull(method, "method");
    Invariant.check(method.length() <= Message.NAME_CHARS_MAX, "a method's wire name is short");
  }
}
