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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// A server of the protocol that [LineHandler] speaks, which misbehaves as its [ServerRules] say.
///
/// Runs on the network it is given, real or simulated.
public final class LineServer {
  /// How long one that stops reading does so: long enough for any client to give up.
  private static final Duration DEAF = Duration.ofSeconds(10);

  private final Providers providers;
  private final ServerRules rules;
  private final ServerLog log;
  private final Witness witness;
  private final Mischief mischief;
  private final Set<Visit> visits = new LinkedHashSet<>();
  private Channel listening;

  private LineServer(Providers providers, ServerRules rules, ServerLog log, Witness witness) {
    this.providers = providers;
    this.rules = rules;
    this.log = log;
    this.witness = witness;
    this.mischief = new Mischief(providers.randomness().split("mischief"), rules.isMischievous);
  }

  /// Listens, and returns when it does.
  public static LineServer listen(
      Providers providers, InetSocketAddress address, ServerRules rules, ServerLog log)
      throws Exception {
    return listen(providers, address, rules, log, Witness.NOBODY);
  }

  /// The same, with somebody who sees all.
  public static LineServer listen(
      Providers providers,
      InetSocketAddress address,
      ServerRules rules,
      ServerLog log,
      Witness witness)
      throws Exception {
    LineServer server = new LineServer(providers, rules, log, witness);
    CompletableFuture<Channel> bound = new CompletableFuture<>();
    providers
        .network()
        .server()
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                if (rules.isMischievous) {
                  channel.pipeline().addLast(server.mischief.cutter());
                }
                server.cutIfAsked(channel);
                rules.tls.ifPresent(made -> channel.pipeline().addLast(made.get()));
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

  private void cutIfAsked(Channel channel) {
    long in = rules.cutsInAfterBytes;
    long out = rules.cutsOutAfterBytes;
    if (Math.min(in, out) < Long.MAX_VALUE) {
      rules.cutsInAfterBytes = Long.MAX_VALUE;
      rules.cutsOutAfterBytes = Long.MAX_VALUE;
      channel.pipeline().addLast(new Mischief.Cutter(in, out, rules.onCut));
    }
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

  /// Sends each visitor the next update of each topic that it is subscribed to: the attempt that it
  /// is, and how many updates of the topic it has got on this socket.
  public void publishNext() {
    visits().forEach(Visit::publishNext);
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

  /// What each visitor is subscribed to, by the attempt that it is.
  public Map<String, Set<String>> topicsByAttempt() {
    Map<String, Set<String>> topics = new TreeMap<>();
    visits().forEach(visit -> topics.put(visit.attempt, visit.topics()));
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

  /// Reads once from everybody, after [#stopReading].
  public void readOnce() {
    visits().forEach(visit -> visit.channel.read());
  }

  /// Sends everybody a ping frame with this in it.
  public void ping(String text) {
    visits()
        .forEach(
            visit ->
                visit.channel.writeAndFlush(
                    new PingWebSocketFrame(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8))));
  }

  /// Sends everybody a pong frame with these bytes in it, for which nobody has asked.
  public void pong(byte[] content) {
    visits()
        .forEach(
            visit ->
                visit.channel.writeAndFlush(
                    new PongWebSocketFrame(Unpooled.wrappedBuffer(content.clone()))));
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
      if (request.decoderResult().isFailure() || !context.channel().isActive()) {
        context.close(); // cut off in the middle of it
        return;
      }
      if (rules.refusesWith != 0) {
        refuse(context, rules.refusesWith, rules.retryAfterSeconds);
        return;
      }
      if (mischief.happens("refuses-upgrade", 0.5)) {
        refuse(context, mischief.oneOf(List.of(200, 404, 429, 503)), mischief.messages() % 3);
        return;
      }
      if (mischief.happens("never-upgrades", 0.3)) {
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
      let(context, compression, request.headers().get(Witness.HEADER, ""));
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

    private static void refuse(ChannelHandlerContext context, int status, int retryAfterSeconds) {
      FullHttpResponse refusal = response(HttpResponseStatus.valueOf(status));
      refusal.headers().set("Content-Length", 0);
      if (retryAfterSeconds > 0) {
        refusal.headers().set("Retry-After", retryAfterSeconds);
      }
      context.writeAndFlush(refusal).addListener(ChannelFutureListener.CLOSE);
    }

    private void let(
        ChannelHandlerContext context,
        Optional<WebSocketServerExtension> compression,
        String attempt) {
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
      pipeline.addLast(new Visit(context.channel(), attempt));
      pipeline.remove(HttpObjectAggregator.class);
      pipeline.remove(HttpResponseEncoder.class);
      pipeline.remove(this);
      pipeline.remove(HttpRequestDecoder.class);
      if (rules.flaps || mischief.happens("flaps", 0.5)) {
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
    private final String attempt;
    private final Set<String> topics = new TreeSet<>();
    private final Map<String, Integer> published = new TreeMap<>();
    private final int muteAfter;
    private final int deafAfter;
    private final boolean answersClose;
    private int heard;

    Visit(Channel channel, String attempt) {
      this.channel = channel;
      this.attempt = attempt;
      this.muteAfter = mischief.happens("goes-mute", 0.4) ? mischief.messages() : 1 << 30;
      this.deafAfter = mischief.happens("stops-reading", 0.4) ? mischief.messages() : 1 << 30;
      this.answersClose = !mischief.happens("close-unanswered", 0.7);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      log.opened();
      witness.opened(attempt);
      synchronized (visits) {
        visits.add(this);
      }
      channel
          .closeFuture()
          .addListener(
              done -> {
                log.closed();
                witness.closed(attempt);
                synchronized (visits) {
                  visits.remove(this);
                }
              });
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
      switch (frame) {
        case PingWebSocketFrame ping -> {
          if (!isMute() && rules.answersPings) {
            context.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
          }
        }
        case PongWebSocketFrame pong ->
            log.heard("pong " + pong.content().toString(StandardCharsets.UTF_8));
        case CloseWebSocketFrame close -> {
          log.heard("close " + close.statusCode());
          if (rules.answersClose && answersClose && !isMute()) {
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
      witness.heard(attempt, text);
      heard++;
      String[] words = text.split(" ", 3);
      switch (words[0]) {
        case "auth" -> authenticate(words[1]);
        case "req" -> {
          log.executed(words[1]);
          if (!rules.ignores.equals(words[2])) {
            reply(words[1], words[2]);
          }
        }
        case "sub" -> eachTopic(text, this::subscribe);
        case "unsub" -> eachTopic(text, this::unsubscribe);
        case "beat" -> say("beaten");
        default -> {}
      }
      if (rules.isMischievous) {
        misbehave();
      }
    }

    private void authenticate(String key) {
      boolean known = rules.key.isEmpty() || rules.key.equals(key);
      if (mischief.happens("denies", 0.5)) {
        say("denied mood");
      } else if (!mischief.happens("auth-unanswered", 0.3)) {
        say(known ? "welcome" : rules.bans ? "banned key" : "denied key");
      }
    }

    private void reply(String id, String text) {
      if (mischief.happens("reply-forgotten", 0.3)) {
        return;
      }
      String answer =
          mischief.happens("answers-error", 0.3) ? "err " + id + " 7 no" : "res " + id + " " + text;
      if (mischief.happens("answers-late", 0.7)) {
        providers.time().schedule(mischief.lateness(), () -> say(answer));
      } else {
        later(answer);
      }
      if (mischief.happens("answers-twice", 0.3)) {
        say(answer);
      }
    }

    /// What it does without being asked.
    private void misbehave() {
      if (heard == deafAfter) {
        channel.config().setAutoRead(false);
        providers.time().schedule(DEAF, () -> channel.config().setAutoRead(true));
      }
      if (mischief.happens("babbles", 0.3)) {
        say(
            mischief.oneOf(
                List.of("res", "res nobody asked", "upd", "ok", "sys hm", "", "alive?")));
      }
      if (mischief.happens("pings", 0.3)) {
        channel.writeAndFlush(new PingWebSocketFrame(Unpooled.copiedBuffer(new byte[] {1, 2})));
      }
      if (mischief.happens("asks-to-move", 0.05)) {
        say("move");
      }
      if (mischief.happens("closes", 0.1)) {
        int code = mischief.oneOf(List.of(1000, 1001, 1008, 1011, 1012, 1013, 4000));
        channel.writeAndFlush(new CloseWebSocketFrame(code, "mood"));
      }
    }

    private boolean isMute() {
      return rules.isMute || heard > muteAfter;
    }

    void publishNext() {
      for (String topic : topics()) {
        int number = published.merge(topic, 1, Integer::sum);
        say("upd " + topic + " " + attempt + ":" + number);
      }
    }

    private void subscribe(String topic) {
      if (rules.isRefused(topic) || mischief.happens("refuses-topic", 0.4)) {
        say("no " + topic + " refused");
        return;
      }
      if (rules.isUnanswered(topic) || mischief.happens("topic-forgotten", 0.2)) {
        return;
      }
      synchronized (topics) {
        topics.add(topic);
      }
      if (rules.acknowledges && !mischief.happens("acknowledgement-forgotten", 0.2)) {
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
      if (!isMute()) {
        witness.said(attempt, text);
        channel.writeAndFlush(new TextWebSocketFrame(text));
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }
}
