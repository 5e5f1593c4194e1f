package dev.moonpool.foundation.system;

import dev.moonpool.foundation.NetworkContract;
import dev.moonpool.foundation.ProvidersContract;
import dev.moonpool.foundation.TasksContract;
import dev.moonpool.foundation.TimeContract;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Nested;

/// The providers' contracts in the real world, with sockets on loopback.
final class SystemContractsIT {
  private static void inTheRealWorld(ProvidersContract.Body body) throws Exception {
    try (SystemProviders system = SystemProviders.start(1)) {
      body.run(system.providers());
    }
  }

  @Nested
  final class TimeIT extends TimeContract {
    @Override
    protected void run(Body body) throws Exception {
      inTheRealWorld(body);
    }
  }

  @Nested
  final class TasksIT extends TasksContract {
    @Override
    protected void run(Body body) throws Exception {
      inTheRealWorld(body);
    }
  }

  @Nested
  final class NetworkIT extends NetworkContract {
    @Override
    protected void run(Body body) throws Exception {
      inTheRealWorld(body);
    }

    @Override
    protected InetSocketAddress listenAddress() {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    @Override
    protected InetSocketAddress silentAddress() {
      try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), taken.getLocalPort());
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException("no free port on loopback", e);
      }
    }
  }
}
