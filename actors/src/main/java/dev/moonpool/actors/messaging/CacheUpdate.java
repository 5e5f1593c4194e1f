package dev.moonpool.actors.messaging;

import dev.moonpool.actors.id.ActorAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a response tells the sender's location cache.
///
/// @param invalid the address that no longer holds
/// @param valid where the actor lives now, or null if that is not known
public record CacheUpdate(ActorAddress invalid, @Nullable ActorAddress valid) {
  /// Checks that there is something to correct.
  public CacheUpdate {
    Objects.requireNonNull(invalid, "invalid");
  }
}
