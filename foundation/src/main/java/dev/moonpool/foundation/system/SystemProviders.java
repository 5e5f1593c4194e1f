package dev.moonpool.foundation.system;

import dev.moonpool.foundation.LibraryVersions;
import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.Randomness;
import java.security.SecureRandom;

/// The real world: JDK clock and virtual threads, sockets, and randomness seeded by the system.
///
/// Owns one timer thread and the event loops; closing it ends both. Virtual threads are not ended:
/// whoever started them does that.
public final class SystemProviders implements AutoCloseable {
  private final SystemTime time = new SystemTime();
  private final SystemNetwork network;
  private final Providers providers;

  private SystemProviders(int loopCount, long seed) {
    network = new SystemNetwork(loopCount);
    providers = new Providers(time, new SystemTasks(), network, Randomness.seeded(seed));
  }

  /// Starts with one event loop for each two processors, at least one.
  public static SystemProviders start() {
    int processors = Runtime.getRuntime().availableProcessors();
    return start(Math.max(1, processors / 2));
  }

  /// Starts with this many event loops.
  ///
  /// @throws IllegalStateException if the Netty on the class path is too old; the message says what
  ///     to set
  public static SystemProviders start(int loopCount) {
    LibraryVersions.requireNetty();
    return new SystemProviders(loopCount, new SecureRandom().nextLong());
  }

  /// What to hand to everything else.
  public Providers providers() {
    return providers;
  }

  @Override
  public void close() {
    time.close();
    network.close();
  }
}
