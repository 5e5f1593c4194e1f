package dev.moonpool.websocket.kit;

import dev.moonpool.foundation.Providers;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionData;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionUtil;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtension;
import io.netty.handler.codec.http.websocketx.extensions.compression.PerMessageDeflateServerExtensionHandshaker;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// A server of the protocol that [LineHandler] speaks, which misbehaves as its [ServerRules] say.
///
/// Runs on the network it is given, real or simulated.
public final class LineServer {
  private final Providers providers;
  private final ServerRules rules;
  private final ServerLog log;
  private final Set<Visit> visits = new LinkedHashSet<>();
  private Channel listening;

  private LineServer(Providers providers, ServerRules rules, ServerLog log) {
    this.providers = providers;
    this.rules = rules;
    this.log = log;
  }

  /// Listens, and returns when it does.
  public static LineServer listen(
      Providers providers, InetSocketAddress address, ServerRules rules, ServerLog log)
      throws Exception {
    LineServer server = new LineServer(providers, rules, log);
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
                    .addLast(new HttpRequestDecoder())
                    .addLast(new HttpResponseEncoder())
                    .addLast(new HttpObjectAggregator(64 * 1024))
                    .addLast(server.new Door());
              }
            })
        .bind(address)
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

  /// The port it listens on.
  public int port() {
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  /// Says this to everybody who is subscribed to the topic.
  public void publish(String topic, String text) {
    for (Visit visit : visits()) {
      if (visit.isSubscribed(topic)) {
        visit.say("upd " + topic + " " + text);
      }
    }
  }

  /// Says this to everybody.
  public void say(String text) {
    visits().forEach(visit -> visit.say(text));
  }

  /// What all visitors together are subscribed to.
  public Set<String> topics() {
    Set<String> topics = new TreeSet<>();
    visits().forEach(visit -> topics.addAll(visit.topics()));
    return topics;
  }

  /// Ends every socket without a close frame.
  public void breakAll() {
    visits().forEach(visit -> visit.channel.close());
  }

  /// Closes every socket with this code.
  public void closeAll(int code, String reason) {
    visits().forEach(visit -> visit.channel.writeAndFlush(new CloseWebSocketFrame(code, reason)));
  }

  /// Reads nothing more from anybody.
  public void stopReading() {
    visits().forEach(visit -> visit.channel.config().setAutoRead(false));
  }

  /// Stops listening and ends every socket.
  public void close() throws Exception {
    CompletableFuture<Boolean> closed = new CompletableFuture<>();
    listening.close().addListener(done -> closed.complete(true));
    breakAll();
    closed.get();
  }

  private List<Visit> visits() {
    synchronized (visits) {
      return List.copyOf(visits);
    }
  }

  /// Upgrades, or refuses to.
  private final class Door extends SimpleChannelInboundHandler<FullHttpRequest> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request)
        throws Exception {
      if (rules.refusesWith != 0) {
        FullHttpResponse refusal = response(HttpResponseStatus.valueOf(rules.refusesWith));
        refusal.headers().set("Content-Length", 0);
        if (rules.retryAfterSeconds > 0) {
          refusal.headers().set("Retry-After", rules.retryAfterSeconds);
        }
        context.writeAndFlush(refusal).addListener(ChannelFutureListener.CLOSE);
        return;
      }
      String key = request.headers().get("Sec-WebSocket-Key");
      FullHttpResponse upgrade = response(HttpResponseStatus.SWITCHING_PROTOCOLS);
      upgrade.headers().set("Upgrade", "websocket");
      upgrade.headers().set("Connection", "keep-alive, Upgrade");
      upgrade.headers().set("Sec-WebSocket-Accept", accept(key));
      Optional<WebSocketServerExtension> compression = compression(request);
      compression.ifPresent(
          agreed ->
              upgrade.headers().set("Sec-WebSocket-Extensions", text(agreed.newReponseData())));
      context.writeAndFlush(upgrade);
      let(context, compression);
    }

    /// Netty's own idea of what permessage-deflate is, which has nothing in common with ours.
    private Optional<WebSocketServerExtension> compression(FullHttpRequest request) {
      String offer = request.headers().get("Sec-WebSocket-Extensions", "");
      if (!rules.compresses || offer.isEmpty()) {
        return Optional.empty();
      }
      WebSocketExtensionData first = WebSocketExtensionUtil.extractExtensions(offer).getFirst();
      return Optional.ofNullable(
          new PerMessageDeflateServerExtensionHandshaker(6, false, 15, true, true, 1 << 24)
              .handshakeExtension(first));
    }

    private static String text(WebSocketExtensionData data) {
      StringBuilder text = new StringBuilder(data.name());
      data.parameters()
          .forEach(
              (name, value) ->
                  text.append("; ").append(name).append(value == null ? "" : "=" + value));
      return text.toString();
    }

    private void let(
        ChannelHandlerContext context, Optional<WebSocketServerExtension> compression) {
      ChannelPipeline pipeline = context.pipeline();
      WebSocketDecoderConfig config =
          WebSocketDecoderConfig.newBuilder()
              .expectMaskedFrames(true)
              .allowExtensions(compression.isPresent())
              .maxFramePayloadLength(1 << 24)
              .build();
      pipeline.addLast(new WebSocket13FrameDecoder(config));
      pipeline.addLast(new WebSocket13FrameEncoder(false));
      compression.ifPresent(
          agreed -> {
            pipeline.addLast(agreed.newExtensionDecoder());
            pipeline.addLast(agreed.newExtensionEncoder());
          });
      pipeline.addLast(new Visit(context.channel()));
      pipeline.remove(HttpObjectAggregator.class);
      pipeline.remove(HttpResponseEncoder.class);
      pipeline.remove(this);
      pipeline.remove(HttpRequestDecoder.class);
      if (rules.flaps) {
        context.channel().close();
      }
    }

    private static FullHttpResponse response(HttpResponseStatus status) {
      return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.EMPTY_BUFFER);
    }

    private static String accept(String key) throws Exception {
      byte[] text =
          (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
    }
  }

  /// One client's socket.
  private final class Visit extends SimpleChannelInboundHandler<WebSocketFrame> {
    private final Channel channel;
    private final Set<String> topics = new TreeSet<>();

    Visit(Channel channel) {
      this.channel = channel;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      log.opened();
      synchronized (visits) {
        visits.add(this);
      }
      channel
          .closeFuture()
          .addListener(
              done -> {
                log.closed();
                synchronized (visits) {
                  visits.remove(this);
                }
              });
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
      switch (frame) {
        case PingWebSocketFrame ping -> {
          if (!rules.isMute) {
            context.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
          }
        }
        case CloseWebSocketFrame close -> {
          log.heard("close " + close.statusCode());
          if (rules.answersClose && !rules.isMute) {
            context
                .writeAndFlush(new CloseWebSocketFrame(Math.max(1000, close.statusCode()), ""))
                .addListener(ChannelFutureListener.CLOSE);
          }
        }
        case TextWebSocketFrame text -> answer(text.text());
        default -> {}
      }
    }

    private void answer(String text) {
      log.heard(text);
      String[] words = text.split(" ", 3);
      switch (words[0]) {
        case "auth" -> {
          boolean known = rules.key.isEmpty() || rules.key.equals(words[1]);
          say(known ? "welcome" : rules.bans ? "banned key" : "denied key");
        }
        case "req" -> {
          log.executed(words[1]);
          if (!rules.ignores.equals(words[2])) {
            later("res " + words[1] + " " + words[2]);
          }
        }
        case "sub" -> eachTopic(text, this::subscribe);
        case "unsub" -> eachTopic(text, this::unsubscribe);
        case "beat" -> say("beaten");
        default -> {}
      }
    }

    private void subscribe(String topic) {
      if (rules.isRefused(topic)) {
        say("no " + topic + " refused");
        return;
      }
      synchronized (topics) {
        topics.add(topic);
      }
      if (rules.acknowledges) {
        say("ok " + topic);
      }
    }

    private void unsubscribe(String topic) {
      synchronized (topics) {
        topics.remove(topic);
      }
    }

    private static void eachTopic(String text, Consumer<String> action) {
      List<String> words = new ArrayList<>(List.of(text.split(" ")));
      words.removeFirst();
      words.forEach(action);
    }

    boolean isSubscribed(String topic) {
      synchronized (topics) {
        return topics.contains(topic);
      }
    }

    Set<String> topics() {
      synchronized (topics) {
        return new TreeSet<>(topics);
      }
    }

    private void later(String text) {
      if (rules.replyDelay.isZero()) {
        say(text);
      } else {
        providers.time().schedule(rules.replyDelay, () -> say(text));
      }
    }

    void say(String text) {
      if (!rules.isMute) {
        channel.writeAndFlush(new TextWebSocketFrame(text));
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }
}
