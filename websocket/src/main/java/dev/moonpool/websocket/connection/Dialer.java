package dev.moonpool.websocket.connection;

import dev.moonpool.foundation.Randomness;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.proxy.Socks5ProxyHandler;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/// The way of one attempt to an upgraded channel.
///
/// A task makes the route; then the channel connects, through a proxy if there is one, shakes hands
/// if there is TLS, and asks for the upgrade. An answer that redirects closes the channel and
/// begins
/// anew with another route. Confined to the event loop but for the tasks.
final class Dialer<M> {
  private final Socket<M> socket;
  private final Driver<M> driver;
  private @Nullable Route route;

  Dialer(Socket<M> socket) {
    this.socket = socket;
    this.driver = socket.driver();
  }

  void start() {
    prepare(() -> driver.routes().first());
  }

  /// Makes a route. Blocks.
  private interface RouteMaker {
    Route make() throws UpgradeRefused;
  }

  private void prepare(RouteMaker maker) {
    driver.startTask(
        "websocket-dial",
        () -> {
          try {
            Route made = maker.make();
            driver.control(() -> connect(made));
          } catch (RuntimeException | UpgradeRefused e) {
            driver.control(() -> socket.ended(told(e)));
          }
        });
  }

  private void connect(Route next) {
    if (!socket.beginsToConnect()) {
      return;
    }
    route = next;
    long millis = driver.config().connectTimeout().toMillis();
    Bootstrap prepared =
        driver
            .newBootstrap()
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.min(millis + 1, 1 << 30));
    ProxyConfig proxy = next.proxy().orElse(null);
    InetSocketAddress server = next.endpoint().url().address();
    if (proxy == null) {
      connect(prepared, server, made -> addUpgrade(made, next));
      return;
    }
    InetSocketAddress through = InetSocketAddress.createUnresolved(proxy.host(), proxy.port());
    switch (proxy.kind()) {
      case HTTP_CONNECT -> connect(prepared, through, made -> addHttpProxy(made, next, proxy));
      case SOCKS5 -> connectBySocks(prepared, through, next, proxy);
    }
  }

  /// The proxy's name is resolved here, the server's by the proxy.
  private void connectBySocks(
      Bootstrap prepared, InetSocketAddress through, Route next, ProxyConfig proxy) {
    AddressResolverGroup<?> resolvers = prepared.config().resolver();
    Future<SocketAddress> resolving =
        resolvers == null
            ? driver.loop().newSucceededFuture(through)
            : resolve(resolvers.getResolver(driver.loop()), through);
    resolving.addListener(
        done -> {
          if (!socket.isConnecting()) {
            return;
          }
          if (resolving.isSuccess()) {
            SocketAddress known = resolving.getNow();
            connect(
                prepared.disableResolver(),
                next.endpoint().url().address(),
                made -> addSocksProxy(made, next, proxy, known));
          } else {
            failed(resolving.cause());
          }
        });
  }

  @SuppressWarnings("unchecked") // a resolver of any kind of address gives addresses
  private static Future<SocketAddress> resolve(AddressResolver<?> resolver, SocketAddress name) {
    return (Future<SocketAddress>) resolver.resolve(name);
  }

  /// Adds what a channel needs.
  private interface Preparation {
    void prepare(Channel made);
  }

  private void connect(Bootstrap bootstrap, InetSocketAddress address, Preparation preparation) {
    bootstrap.handler(
        new ChannelInitializer<>() {
          @Override
          protected void initChannel(Channel made) {
            made.config().setOption(ChannelOption.TCP_NODELAY, true);
            preparation.prepare(made);
          }
        });
    ChannelFuture connecting = bootstrap.connect(address);
    socket.connecting(connecting.channel());
    connecting.addListener(
        done -> {
          if (!connecting.isSuccess()) {
            failed(connecting.cause());
          }
        });
  }

  private void addHttpProxy(Channel made, Route next, ProxyConfig proxy) {
    String server = next.endpoint().url().hostAndPort();
    made.pipeline()
        .addLast(new ProxyConnectHandler.Decoder(driver.config()))
        .addLast(new HttpRequestEncoder())
        .addLast(
            new ProxyConnectHandler(
                socket, server, proxy, () -> addUpgrade(made, next), this::failed));
  }

  /// TLS and the upgrade come only once the proxy has connected, so that its failure is the one
  /// that
  /// is told.
  private void addSocksProxy(
      Channel made, Route next, ProxyConfig proxy, SocketAddress proxyAddress) {
    ProxyConfig.Credentials known = proxy.credentials().orElse(null);
    Socks5ProxyHandler handler =
        known == null
            ? new Socks5ProxyHandler(proxyAddress)
            : new Socks5ProxyHandler(proxyAddress, known.user(), known.password());
    handler.setConnectTimeoutMillis(0); // the session sees to the time of an attempt
    made.pipeline().addLast(handler);
    handler
        .connectFuture()
        .addListener(
            done -> {
              if (done.isSuccess()) {
                addUpgrade(made, next);
              } else {
                failed(done.cause());
              }
            });
  }

  private void addUpgrade(Channel made, Route next) {
    ConnectionConfig config = driver.config();
    ChannelPipeline pipeline = made.pipeline();
    Tls tls = next.tls();
    if (tls != null) {
      pipeline.addLast(
          tls.newHandler(made.alloc(), next.endpoint().url(), config.connectTimeout()));
    }
    Randomness randomness = driver.randomness();
    UpgradeCheck check =
        new UpgradeCheck(next.endpoint(), config.upgrade(), next.compression(), randomness);
    Ear<M> ear = new Ear<>(socket);
    pipeline
        .addLast(ear)
        .addLast(new HttpResponseDecoder(decoding(config)))
        .addLast(new HttpRequestEncoder())
        .addLast(new UpgradeHandler<>(socket, this, check, ear));
  }

  static HttpDecoderConfig decoding(ConnectionConfig config) {
    int most = config.upgrade().headBytesMax();
    return new HttpDecoderConfig().setMaxInitialLineLength(most).setMaxHeaderSize(most);
  }

  // ---- how it ends

  /// Frames can be written.
  void upgraded(FrameBatch<M> batch, Ear<M> ear, UpgradeAnswer answer) {
    Route taken = route;
    if (taken != null) {
      socket.upgraded(batch, ear, answer, taken.endpoint().credentials());
    }
  }

  /// The server answered, and did not upgrade the connection.
  void answered(UpgradeAnswer answer) {
    Route from = route;
    if (from == null) {
      return;
    }
    Routes.Hop hop = driver.routes().following(from, answer);
    WsUrl to = hop.to().orElse(null);
    boolean asked = from.compression().filter(Compression::asksTheServer).isPresent();
    if (to != null) {
      again(() -> driver.routes().redirected(from, to, answer));
    } else if (answer.status() == 400 && asked) {
      again(from::withoutAsking);
    } else {
      failed(UpgradeCheck.refusal(answer, hop.why(), driver.time()));
    }
  }

  private void again(RouteMaker maker) {
    socket.closeBeforeAnother(() -> prepare(maker));
  }

  void failed(Throwable cause) {
    driver.input(() -> socket.ended(told(cause)));
  }

  /// The failure as users see it: never without words, and without the shell that the pipeline puts
  /// around it.
  private static Throwable told(Throwable cause) {
    Throwable inner = cause instanceof DecoderException ? cause.getCause() : null;
    Throwable shown = inner == null ? cause : inner;
    return shown.getMessage() == null ? new IOException(shown.toString(), shown) : shown;
  }
}
