package dev.moonpool.websocket.connection;

import dev.moonpool.foundation.DurationText;
import dev.moonpool.foundation.Randomness;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/// When a socket is replaced because of its age: for servers that end each connection after a fixed
/// time, for example 24 hours.
///
/// What a replacement promises is said at [ConnectionHandle#renew], which is the same at any time.
/// The moment is drawn anew for each socket, between `age·(1 − jitter)` and `age`, so that many
/// connections that began together do not move together; it is never later than `age`.
///
/// @param age how old a socket becomes at most; choose it shorter than the server's limit by the
///     time that connecting, authenticating and restoring take
/// @param jitter which part of the age is random, from 0 to 1
public record RenewPolicy(Duration age, double jitter) {
  /// Checks that all is there; [ConnectionConfig] checks what it says.
  public RenewPolicy {
    Objects.requireNonNull(age, "age");
  }

  /// At most this age, a tenth of it random.
  public static RenewPolicy of(Duration age) {
    return new RenewPolicy(age, 0.1);
  }

  /// Adds each mistake to `wrong`.
  void check(List<String> wrong) {
    if (!age.isPositive()) {
      wrong.add("renewal.age is positive, this is " + DurationText.of(age));
    }
    if (!(jitter >= 0 && jitter <= 1)) {
      wrong.add("renewal.jitter is from 0 to 1, this is " + jitter);
    }
  }

  /// After how long the next socket is replaced.
  long drawNanos(Randomness randomness) {
    return (long) (age.toNanos() * (1 - jitter * randomness.nextDouble()));
  }
}
