package dev.moonpool.cli;

import dev.moonpool.websocket.connection.Compression;
import dev.moonpool.websocket.connection.ConnectionConfig;
import dev.moonpool.websocket.connection.ProxyChoice;
import dev.moonpool.websocket.connection.ProxyConfig;
import dev.moonpool.websocket.connection.TlsConfig;
import dev.moonpool.websocket.protocol.WsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/// The options of `ws` that say how to connect: the upgrade, TLS, the proxy, compression, times.
final class WsConnectOptions {
  private static final String PROXY_OF_ENVIRONMENT = "env";
  private static final int DAY = 86_400;

  @Option(
      names = "--header",
      paramLabel = "NAME:VALUE",
      description = "Adds a header to the upgrade; may be repeated.")
  private List<String> headers = new ArrayList<>();

  @Option(
      names = "--subprotocol",
      paramLabel = "NAME",
      description = {
        "Offers this subprotocol; may be repeated, best first. A server that",
        "chooses none of them is refused."
      })
  private List<String> subprotocols = new ArrayList<>();

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "Trusts the certificates in this PEM file instead of the system's.")
  private Optional<Path> trusted = Optional.empty();

  @Option(
      names = "--proxy",
      paramLabel = "URL|env",
      description = {
        "Connects through [http://|socks5://][user:password@]host[:port], or",
        "with env as http_proxy, https_proxy, all_proxy and no_proxy say.",
        "Default: no proxy"
      })
  private Optional<String> proxy = Optional.empty();

  @Option(names = "--compress", description = "Offers to compress messages.")
  private boolean compress;

  @Option(
      names = "--timeout",
      paramLabel = "N",
      description =
          "How many seconds connecting, and an answer, may take. Default: ${DEFAULT-VALUE}")
  private int timeout = 10;

  /// The configuration of a connection to this URL.
  ///
  /// @throws CommandException if the URL or an option is wrong; it names the option
  ConnectionConfig config(String url) {
    Arguments.checkRange("--timeout", timeout, 1, DAY);
    ConnectionConfig.Builder builder =
        ConnectionConfig.builder(url)
            .connectTimeout(Duration.ofSeconds(timeout))
            .requestTimeout(Duration.ofSeconds(timeout))
            .subprotocolRequired(!subprotocols.isEmpty());
    headers.forEach(header -> addHeader(builder, header));
    subprotocols.forEach(builder::subprotocol);
    trusted.ifPresent(file -> builder.tls(checked("--ca", () -> TlsConfig.trusting(file))));
    proxy.ifPresent(text -> builder.proxy(checked("--proxy", () -> proxy(text))));
    if (compress) {
      builder.compression(Compression.DEFAULT);
    }
    return checked("", builder::build);
  }

  private static void addHeader(ConnectionConfig.Builder builder, String header) {
    int colon = header.indexOf(':');
    if (colon < 1) {
      // Not what was given, which may be a credential.
      throw new CommandException(
          ExitCode.USAGE, "--header is NAME:VALUE, such as 'X-Key: 1'; one has no name or no ':'");
    }
    builder.header(header.substring(0, colon).strip(), header.substring(colon + 1).strip());
  }

  private static ProxyChoice proxy(String text) {
    return text.equals(PROXY_OF_ENVIRONMENT)
        ? ProxyConfig.fromEnvironment()
        : ProxyChoice.of(ProxyConfig.of(text));
  }

  private static <T> T checked(String option, Supplier<T> made) {
    try {
      return made.get();
    } catch (WsException.Config e) {
      String begin = option.isEmpty() ? "" : option + ": ";
      throw new CommandException(ExitCode.USAGE, begin + e.getMessage(), e);
    }
  }
}
