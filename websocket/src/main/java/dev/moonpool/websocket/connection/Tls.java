package dev.moonpool.websocket.connection;

import dev.moonpool.websocket.protocol.WsException;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.NetUtil;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.StandardConstants;
import org.jspecify.annotations.Nullable;

/// The TLS of a connection's attempts, made of a configuration and of what its files said at one
/// moment.
final class Tls {
  /// A server that does not read must not hold up the end of a socket.
  private static final Duration GOODBYE = Duration.ofMillis(500);

  private final TlsConfig config;
  private final TlsFiles files;
  private final SslContext context;

  private Tls(TlsConfig config, TlsFiles files) {
    this.config = config;
    this.files = files;
    this.context = context(config, files);
  }

  /// Reads what the configuration names. Blocks.
  ///
  /// @param before what was made for an earlier attempt, which is used again, so that sessions
  ///     resume, if nothing has changed
  /// @throws WsException.Config if there is no TLS to be made of it
  static Tls of(TlsConfig config, @Nullable Tls before) {
    TlsFiles files = TlsFiles.read(config);
    if (before != null && before.config.equals(config) && before.files.equals(files)) {
      return before;
    }
    return new Tls(config, files);
  }

  private static SslContext context(TlsConfig config, TlsFiles files) {
    if (config.context().isPresent()) {
      SSLContext given = config.context().get();
      return new JdkSslContext(
          given,
          true,
          null,
          IdentityCipherSuiteFilter.INSTANCE,
          ApplicationProtocolConfig.DISABLED,
          ClientAuth.NONE,
          null,
          false);
    }
    try {
      SslContextBuilder builder = SslContextBuilder.forClient();
      if (config.trusted().isPresent()) {
        builder.trustManager(TlsFiles.stream(files.trusted()));
      }
      if (config.chain().isPresent() && config.key().isPresent()) {
        builder.keyManager(TlsFiles.stream(files.chain()), TlsFiles.stream(files.key()));
      }
      return builder.build();
    } catch (IllegalArgumentException | SSLException e) {
      throw new WsException.Config(
          "the files of the TLS configuration cannot be used: " + named(config) + ": " + e, e);
    }
  }

  private static String named(TlsConfig config) {
    List<String> named = new ArrayList<>();
    name(named, "trusted", config.trusted());
    name(named, "chain", config.chain());
    name(named, "key", config.key());
    return String.join(", ", named);
  }

  private static void name(List<String> named, String what, Optional<Path> file) {
    file.ifPresent(path -> named.add(what + " " + path));
  }

  /// A handler for one socket, which checks that the other end is the host of this URL.
  SslHandler newHandler(ByteBufAllocator allocator, WsUrl url, Duration within) {
    String host = url.tlsHost();
    SslHandler handler = context.newHandler(allocator, host, url.port());
    SSLEngine engine = handler.engine();
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    boolean isAddress = NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
    if (!isAddress) {
      parameters.setServerNames(List.of(new HostName(host)));
    }
    engine.setSSLParameters(parameters);
    handler.setHandshakeTimeoutMillis(within.toMillis() + 1);
    handler.setCloseNotifyFlushTimeoutMillis(GOODBYE.toMillis());
    return handler;
  }

  /// A host's name as it is: the JDK's own class refuses `_`.
  private static final class HostName extends SNIServerName {
    HostName(String host) {
      super(StandardConstants.SNI_HOST_NAME, host.getBytes(StandardCharsets.US_ASCII));
    }
  }
}
