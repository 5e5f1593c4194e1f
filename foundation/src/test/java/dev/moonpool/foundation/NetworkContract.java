package dev.moonpool.foundation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// What [Network] promises, as tests.
public abstract class NetworkContract extends ProvidersContract {
  /// For subclasses.
  protected NetworkContract() {}

  /// An address to listen on, of the world that the body runs in; port 0 for any.
  protected abstract InetSocketAddress listenAddress();

  /// An address of that world on which nobody listens.
  protected abstract InetSocketAddress silentAddress();

  @Test
  void connect_toAListener_carriesBytesBothWays() throws Exception {
    run(
        providers -> {
          Channel server = listen(providers, Echo::new);
          Collector collector = new Collector(10_000);
          Channel client = connect(providers, server.localAddress(), collector);
          String text = "0123456789".repeat(1_000);
          for (int from = 0; from < text.length(); from += 100) {
            client.writeAndFlush(bytes(text.substring(from, from + 100)));
          }
          assertThat(await(providers, collector.all, "the echo")).isEqualTo(text);
          await(providers, completed(client.close()), "the client's close");
          await(providers, completed(server.close()), "the server's close");
        });
  }

  @Test
  void close_atOneEnd_isSeenAtTheOther() throws Exception {
    run(
        providers -> {
          CompletableFuture<Boolean> gone = new CompletableFuture<>();
          Channel server = listen(providers, () -> new Watcher(gone));
          Channel client = connect(providers, server.localAddress(), new Collector(1));
          client.writeAndFlush(bytes("x"));
          client.close();
          assertThat(await(providers, gone, "the end of the connection")).isTrue();
          await(providers, completed(server.close()), "the server's close");
        });
  }

  @Test
  void connect_whereNobodyListens_fails() throws Exception {
    run(
        providers -> {
          ChannelFuture dialled =
              providers.network().client().handler(new Collector(1)).connect(silentAddress());
          assertThatThrownBy(() -> await(providers, completed(dialled), "the refusal"))
              .isInstanceOf(ExecutionException.class);
        });
  }

  private Channel listen(Providers providers, Supplier<ChannelInboundHandlerAdapter> handlers)
      throws Exception {
    ChannelFuture bound =
        providers
            .network()
            .server()
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(handlers.get());
                  }
                })
            .bind(listenAddress());
    return await(providers, completed(bound), "the listener");
  }

  private static Channel connect(
      Providers providers, java.net.SocketAddress address, Collector collector) throws Exception {
    ChannelFuture dialled = providers.network().client().handler(collector).connect(address);
    return await(providers, completed(dialled), "the connection to " + address);
  }

  /// Never waits on the Netty future itself, which would hold the thread.
  private static CompletableFuture<Channel> completed(ChannelFuture future) {
    CompletableFuture<Channel> bridged = new CompletableFuture<>();
    future.addListener(
        done -> {
          if (done.isSuccess()) {
            bridged.complete(future.channel());
          } else {
            bridged.completeExceptionally(done.cause());
          }
        });
    return bridged;
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
  }

  /// Sends back what it reads.
  private static final class Echo extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      context.writeAndFlush(message);
    }
  }

  /// Tells when its connection has ended.
  private static final class Watcher extends SimpleChannelInboundHandler<ByteBuf> {
    private final CompletableFuture<Boolean> gone;

    Watcher(CompletableFuture<Boolean> gone) {
      this.gone = gone;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {}

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      gone.complete(true);
    }
  }

  /// Collects so many bytes as text.
  private static final class Collector extends SimpleChannelInboundHandler<ByteBuf> {
    private final StringBuilder text = new StringBuilder();
    private final int length;
    private final CompletableFuture<String> all = new CompletableFuture<>();

    Collector(int length) {
      this.length = length;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {
      text.append(message.toString(StandardCharsets.UTF_8));
      if (text.length() >= length) {
        all.complete(text.toString());
      }
    }
  }
}
