package dev.moonpool.websocket.connection;

import dev.moonpool.foundation.Time;
import dev.moonpool.websocket.protocol.WsMessage;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.proxy.HttpProxyHandler;
import io.netty.handler.proxy.ProxyHandler;
import io.netty.handler.proxy.Socks5ProxyHandler;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One attempt and the socket it leads to.
///
/// `ASKING → CONNECTING → OPEN → CLOSING → GONE`, and from each to `GONE`. However it ends, the
/// session is told once. Confined to the event loop.
final class Socket<M> {
  private static final int HEAD_BYTES_MAX = 64 * 1024;
  private static final int REASON_BYTES_MAX = 123;

  private enum State {
    /// The suppliers are being asked.
    ASKING,
    /// The channel connects, and then asks for the upgrade.
    CONNECTING,
    /// Frames go both ways.
    OPEN,
    /// We have sent our close frame.
    CLOSING,
    /// There is nothing left, and the session knows.
    GONE
  }

  private final Driver<M> driver;
  private final long attempt;
  private final Ear<M> ear = new Ear<>(this);
  private State state = State.ASKING;
  private @Nullable Channel channel;
  private @Nullable Endpoint endpoint;
  private @Nullable FrameBatch<M> batch;
  private @Nullable SocketAddress proxyAddress;

  /// Ends it if the other end does not answer our close frame.
  private Time.@Nullable Timer closeTimer;

  Socket(Driver<M> driver, long attempt) {
    this.driver = driver;
    this.attempt = attempt;
  }

  long attempt() {
    return attempt;
  }

  Driver<M> driver() {
    return driver;
  }

  /// A number that falls by each byte that the other end takes, and by nothing else: how many bytes
  /// wait, less how many ever came to wait.
  long unwritten() {
    ChannelOutboundBuffer waiting = channel == null ? null : channel.unsafe().outboundBuffer();
    if (waiting == null) {
      return 0;
    }
    long[] bytes = {-ear.writtenBytes()};
    try {
      waiting.forEachFlushedMessage(
          message -> {
            bytes[0] += message instanceof ByteBuf buffer ? buffer.readableBytes() : 0;
            return true;
          });
    } catch (Exception e) {
      throw new IllegalStateException("counting bytes does not fail", e);
    }
    return bytes[0];
  }

  // ---- on the way up

  /// The suppliers have answered.
  void connect(Endpoint asked, Bootstrap bootstrap) {
    if (state != State.ASKING) {
      return;
    }
    state = State.CONNECTING;
    endpoint = asked;
    long millis = driver.config().connectTimeout().toMillis();
    Bootstrap prepared =
        bootstrap
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.min(millis + 1, 1 << 30))
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel made) {
                    prepare(made, asked);
                  }
                });
    Optional<ProxyConfig> proxy = driver.config().proxy();
    if (proxy.isEmpty()) {
      connect(prepared, asked.address());
      return;
    }
    // The proxy's name is resolved here, the server's by the proxy.
    SocketAddress through =
        InetSocketAddress.createUnresolved(proxy.get().host(), proxy.get().port());
    AddressResolverGroup<?> resolvers = prepared.config().resolver();
    Future<SocketAddress> resolving =
        resolvers == null
            ? driver.loop().newSucceededFuture(through)
            : resolve(resolvers.getResolver(driver.loop()), through);
    resolving.addListener(
        done -> {
          if (state != State.CONNECTING) {
            return;
          }
          if (resolving.isSuccess()) {
            proxyAddress = resolving.getNow();
            connect(prepared.disableResolver(), asked.address());
          } else {
            driver.input(() -> ended(resolving.cause()));
          }
        });
  }

  @SuppressWarnings("unchecked") // a resolver of any kind of address gives addresses
  private static Future<SocketAddress> resolve(AddressResolver<?> resolver, SocketAddress name) {
    return (Future<SocketAddress>) resolver.resolve(name);
  }

  private void connect(Bootstrap prepared, InetSocketAddress address) {
    ChannelFuture connecting = prepared.connect(address);
    channel = connecting.channel();
    connecting.addListener(
        done -> {
          if (!connecting.isSuccess()) {
            driver.input(() -> ended(connecting.cause()));
          }
        });
  }

  private void prepare(Channel made, Endpoint asked) {
    made.config().setOption(ChannelOption.TCP_NODELAY, true);
    SocketAddress proxy = proxyAddress;
    if (proxy != null) {
      made.pipeline().addLast(proxyHandler(driver.config().proxy().orElseThrow(), proxy));
    }
    if (asked.isSecure()) {
      Duration within = driver.config().connectTimeout();
      made.pipeline()
          .addLast(driver.tls().newHandler(made.alloc(), asked.host(), asked.port(), within));
    }
    UpgradeCheck check = new UpgradeCheck(asked, driver.config(), driver.randomness());
    made.pipeline()
        .addLast(ear)
        .addLast(new HttpResponseDecoder())
        .addLast(new HttpRequestEncoder())
        .addLast(new HttpObjectAggregator(HEAD_BYTES_MAX))
        .addLast(new UpgradeHandler<>(this, check));
  }

  private static ProxyHandler proxyHandler(ProxyConfig proxy, SocketAddress address) {
    ProxyConfig.Credentials known = proxy.credentials().orElse(null);
    ProxyHandler handler =
        switch (proxy.kind()) {
          case HTTP_CONNECT ->
              known == null
                  ? new HttpProxyHandler(address)
                  : new HttpProxyHandler(address, known.user(), known.password());
          case SOCKS5 ->
              known == null
                  ? new Socks5ProxyHandler(address)
                  : new Socks5ProxyHandler(address, known.user(), known.password());
        };
    handler.setConnectTimeoutMillis(0); // the session sees to the time of an attempt
    return handler;
  }

  /// Frames can be written.
  void upgraded(FrameBatch<M> writing) {
    Endpoint asked = endpoint;
    if (state == State.CONNECTING && asked != null) {
      state = State.OPEN;
      batch = writing;
      driver.input(
          () -> driver.session().upgraded(attempt, asked.credentials(), driver.nanoTime()));
    }
  }

  /// The attempt comes to nothing.
  void refused(Throwable cause) {
    driver.input(() -> ended(cause));
  }

  // ---- what the session wants

  void write(WsMessage message, @Nullable Outgoing<M> outgoing) {
    FrameBatch<M> to = batch;
    if (state != State.OPEN || to == null) {
      if (outgoing != null) {
        outgoing.fail(Outgoing::lost);
      }
      return;
    }
    driver.counters().messagesOut.increment();
    to.add(message, outgoing);
  }

  /// Writes a control frame, after all messages before it.
  ///
  /// @return when it is written; null if it is not, as the socket is not open
  @Nullable ChannelFuture write(WebSocketFrame frame) {
    FrameBatch<M> to = batch;
    if (state != State.OPEN || to == null) {
      frame.release();
      return null;
    }
    return to.write(frame);
  }

  void ping() {
    watch(write(new PingWebSocketFrame(Unpooled.EMPTY_BUFFER)));
  }

  void pingMessage(WsMessage message) {
    watch(write(FrameBatch.frame(message)));
  }

  private void watch(@Nullable ChannelFuture ping) {
    if (ping != null) {
      ping.addListener(
          done -> {
            if (done.isSuccess()) {
              long now = driver.nanoTime();
              driver.counters().pingNanos.set(now);
              driver.input(() -> driver.session().pingWritten(attempt, now));
            }
          });
    }
  }

  /// Sends our close frame, unless it was sent.
  void close(int code, String reason) {
    FrameBatch<M> to = batch;
    if (state != State.OPEN || to == null) {
      return;
    }
    state = State.CLOSING;
    CloseWebSocketFrame frame =
        mayBeSent(code)
            ? new CloseWebSocketFrame(code, shortened(reason))
            : new CloseWebSocketFrame(true, 0, Unpooled.EMPTY_BUFFER);
    to.write(frame);
    to.flush();
    closeTimer =
        driver.time().schedule(driver.config().closeTimeout(), () -> driver.command(this::drop));
  }

  /// Whether frames that arrive are still looked at.
  boolean isOpen() {
    return state == State.OPEN;
  }

  boolean isGone() {
    return state == State.GONE;
  }

  /// Ends what there is of it, at once.
  void drop() {
    if (state == State.GONE) {
      return;
    }
    Channel to = channel;
    if (to == null) {
      ended(new IOException("given up"));
    } else {
      to.close().addListener(done -> driver.input(() -> ended(new IOException("given up"))));
    }
  }

  /// Sends what was written. Does nothing before there is something: TLS would take a flush for
  /// the moment to say hello, on a channel that is not connected.
  void flush() {
    if (batch != null && state != State.GONE) {
      batch.flush();
    }
  }

  /// Says once that it is over.
  void ended(Throwable cause) {
    if (state == State.GONE) {
      return;
    }
    boolean wasUp = state == State.OPEN || state == State.CLOSING;
    state = State.GONE;
    if (batch != null) {
      batch.discard();
    }
    if (closeTimer != null) {
      closeTimer.cancel();
    }
    if (channel != null) {
      channel.close();
    }
    String why = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    if (wasUp) {
      driver.session().gone(attempt, why, driver.nanoTime());
    } else {
      Optional<Duration> wish =
          cause instanceof UpgradeRefused refused ? refused.wish() : Optional.empty();
      driver.session().failed(attempt, cause, wish, driver.nanoTime());
    }
  }

  /// Codes that a close frame may carry; 1005, 1006 and 1015 only say how a socket ended.
  static boolean mayBeSent(int code) {
    boolean registered = code >= 1000 && code <= 1014 && code != 1004 && code != 1005;
    return (registered && code != 1006) || (code >= 3000 && code <= 4999);
  }

  private static String shortened(String reason) {
    String shorter = reason;
    while (shorter.getBytes(StandardCharsets.UTF_8).length > REASON_BYTES_MAX) {
      shorter = shorter.substring(0, shorter.offsetByCodePoints(shorter.length(), -1));
    }
    return shorter;
  }
}
