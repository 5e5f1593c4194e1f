package dev.moonpool.cli;

import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.foundation.Providers;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/// Finds free ports on this machine for a cluster that lives here.
///
/// All are held at once, so they differ, and let go together. Somebody else may take one before the
/// node does; the node then says so.
final class LoopbackPorts {
  private static final String HOST = "127.0.0.1";
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private LoopbackPorts() {}

  /// Addresses with free ports.
  ///
  /// @throws CommandException if there are none
  static List<NodeAddress> free(Providers providers, int count) throws InterruptedException {
    List<Channel> held = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        held.add(hold(providers));
      }
      return held.stream()
          .map(channel -> ((InetSocketAddress) channel.localAddress()).getPort())
          .map(port -> new NodeAddress(HOST, port))
          .toList();
    } catch (ExecutionException | TimeoutException e) {
      throw new CommandException(
          ExitCode.ENVIRONMENT, "no free port on " + HOST + ": " + e.getMessage(), e);
    } finally {
      for (Channel channel : held) {
        letGo(providers, channel);
      }
    }
  }

  private static Channel hold(Providers providers)
      throws InterruptedException, ExecutionException, TimeoutException {
    ChannelFuture bound =
        providers.network().server().childHandler(new ChannelInboundHandlerAdapter()).bind(HOST, 0);
    await(providers, bound, "a free port");
    return bound.channel();
  }

  private static void letGo(Providers providers, Channel channel) throws InterruptedException {
    try {
      await(providers, channel.close(), "a port to be let go");
    } catch (ExecutionException | TimeoutException e) {
      // The node that wants the port will say so.
    }
  }

  private static void await(Providers providers, ChannelFuture future, String what)
      throws InterruptedException, ExecutionException, TimeoutException {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    future.addListener(
        ended -> {
          if (ended.isSuccess()) {
            done.complete(true);
          } else {
            done.completeExceptionally(ended.cause());
          }
        });
    providers.time().await(done, PATIENCE, what);
  }
}
