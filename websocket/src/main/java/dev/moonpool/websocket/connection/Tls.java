package dev.moonpool.websocket.connection;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.NetUtil;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/// The TLS of one connection, made once and shared by its attempts, so that sessions resume.
final class Tls {
  /// A server that does not read must not hold up the end of a socket.
  private static final Duration GOODBYE = Duration.ofMillis(500);

  private final SslContext context;

  private Tls(SslContext context) {
    this.context = context;
  }

  /// Reads what the configuration names. Blocks.
  ///
  /// @throws SSLException if there is no TLS to be made of it
  static Tls of(TlsConfig config) throws SSLException {
    if (config.context().isPresent()) {
      SSLContext given = config.context().get();
      return new Tls(
          new JdkSslContext(
              given,
              true,
              null,
              IdentityCipherSuiteFilter.INSTANCE,
              ApplicationProtocolConfig.DISABLED,
              ClientAuth.NONE,
              null,
              false));
    }
    try {
      SslContextBuilder builder = SslContextBuilder.forClient();
      config.trusted().map(Path::toFile).ifPresent(builder::trustManager);
      if (config.chain().isPresent() && config.key().isPresent()) {
        builder.keyManager(config.chain().get().toFile(), config.key().get().toFile());
      }
      return new Tls(builder.build());
    } catch (IllegalArgumentException e) {
      throw new SSLException("the files of the TLS configuration cannot be used", e);
    }
  }

  /// A handler for one socket, which checks that the other end is this host.
  SslHandler newHandler(ByteBufAllocator allocator, String host, int port, Duration within) {
    SslHandler handler = context.newHandler(allocator, host, port);
    SSLEngine engine = handler.engine();
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    boolean isAddress =
        NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host) || host.isEmpty();
    if (!isAddress) {
      parameters.setServerNames(List.of(new SNIHostName(host)));
    }
    engine.setSSLParameters(parameters);
    handler.setHandshakeTimeoutMillis(within.toMillis() + 1);
    handler.setCloseNotifyFlushTimeoutMillis(GOODBYE.toMillis());
    return handler;
  }
}
