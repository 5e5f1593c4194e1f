package dev.moonpool.benchmarks.ours;

import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.runtime.ActorRuntime;
import dev.moonpool.actors.runtime.RuntimeBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/// What our contenders share: starting a node, finding it a port, and waiting for actors to be
/// gone.
final class Nodes {
  private static final long GONE_MILLIS_MAX = 60_000;

  private Nodes() {}

  /// Starts a node.
  static ActorRuntime start(RuntimeBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new IllegalStateException("the node cannot listen", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the node started", e);
    }
  }

  /// A loopback address on which nobody listens now.
  static NodeAddress freeAddress() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new NodeAddress("127.0.0.1", socket.getLocalPort());
    } catch (IOException e) {
      throw new IllegalStateException("there is no free port on loopback", e);
    }
  }

  /// Waits until the node has no activations left.
  static void awaitEmpty(ActorRuntime runtime) {
    for (long waited = 0; runtime.metrics().activations() > 0; waited++) {
      if (waited > GONE_MILLIS_MAX) {
        throw new IllegalStateException(
            runtime.metrics().activations() + " activations did not end in 60 s");
      }
      try {
        Thread.sleep(1);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while activations ended", e);
      }
    }
  }
}
