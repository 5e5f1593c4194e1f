package dev.moonpool.actors.messaging;

import dev.moonpool.foundation.Time;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/// One attempt to reach a peer, from the connect to the other end's hello. Guarded by its peer's
/// lock.
final class Dial {
  final Peer peer;
  @Nullable Channel channel;
  Time.@Nullable Timer timer;
  boolean helloSent;

  /// Whether nothing listens there. Set before the dial fails.
  volatile boolean refused;

  Dial(Peer peer) {
    this.peer = peer;
  }

  /// Ends the attempt if it still goes on. After this it can no longer become the peer's
  /// connection.
  void end() {
    Time.Timer running = timer;
    if (running != null) {
      running.cancel();
    }
  }

  /// Ends the attempt and closes its channel.
  void abandon() {
    end();
    Channel open = channel;
    if (open != null) {
      open.close();
    }
  }
}
