package dev.moonpool.examples.feed;

import dev.moonpool.foundation.Providers;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;

/// A WebSocket server that answers texts as it is told to.
final class TextServer {
  private final List<Visitor> visitors = new CopyOnWriteArrayList<>();
  private final Speech speech;
  private Channel listening;

  private TextServer(Speech speech) {
    this.speech = speech;
  }

  /// What it does with a text.
  interface Speech {
    void heard(Visitor visitor, String text);
  }

  static TextServer listen(Providers providers, int port, Speech speech) throws Exception {
    TextServer server = new TextServer(speech);
    CompletableFuture<Channel> bound = new CompletableFuture<>();
    providers
        .network()
        .server()
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channel
                    .pipeline()
                    .addLast(new HttpServerCodec())
                    .addLast(new HttpObjectAggregator(1 << 16))
                    .addLast(new WebSocketServerProtocolHandler("/"))
                    .addLast(server.new Visitor(channel));
              }
            })
        .bind(new InetSocketAddress("127.0.0.1", port))
        .addListener(
            (ChannelFuture future) -> {
              if (future.isSuccess()) {
                bound.complete(future.channel());
              } else {
                bound.completeExceptionally(future.cause());
              }
            });
    server.listening = bound.get();
    return server;
  }

  int port() {
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  /// Says this to whoever is subscribed to the topic, and how many that were.
  int publish(String topic, String text) {
    List<Visitor> told =
        visitors.stream().filter(visitor -> visitor.topics.contains(topic)).toList();
    told.forEach(visitor -> visitor.say(text));
    return told.size();
  }

  /// Stops listening and ends every socket.
  void close() throws Exception {
    CompletableFuture<Boolean> closed = new CompletableFuture<>();
    listening.close().addListener(done -> closed.complete(true));
    visitors.forEach(visitor -> visitor.channel.close());
    closed.get();
  }

  /// One client.
  final class Visitor extends SimpleChannelInboundHandler<TextWebSocketFrame> {
    final Set<String> topics = new ConcurrentSkipListSet<>();
    private final Channel channel;

    Visitor(Channel channel) {
      this.channel = channel;
      visitors.add(this);
      channel.closeFuture().addListener(done -> visitors.remove(this));
    }

    void say(String text) {
      channel.writeAndFlush(new TextWebSocketFrame(text));
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
      speech.heard(this, frame.text());
    }
  }
}
