package dev.moonpool.websocket.connection;

import dev.moonpool.foundation.DurationText;
import dev.moonpool.websocket.protocol.ProtocolHandler.ClosePolicy;
import dev.moonpool.websocket.protocol.WsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// How a connection behaves: complete, checked and immutable.
///
/// Made by [#builder], which checks everything once and names every mistake.
///
/// @param url where to connect, unless a supplier is given
/// @param backoff how long to wait between attempts
/// @param pingInterval how often to ping
/// @param pongTimeout how long a written ping may go without any sign of life
/// @param pingMode with what to ping
/// @param requestTimeout how long a request waits for its answer unless it says otherwise
/// @param connectTimeout how long connecting and upgrading may take together
/// @param writeTimeout how long the socket may take nothing while something waits to be written
/// @param closeTimeout how long the other end may take to answer a close
/// @param authOnConnect whether to authenticate where the handler can
/// @param failFast whether what comes while the connection is not ready fails at once instead of
///     waiting
/// @param pendingRequestsMax how many requests may wait for their answers
/// @param subscriptionCapacity how many messages wait in a subscription before the oldest are
///     dropped
/// @param commandCapacity how many requests and messages may wait to be written
/// @param eventCapacity how many events wait in the stream before messages are dropped
/// @param messageBytesMax how large a message may be, either way
/// @param resubscribeBatch how many topics are subscribed to at a time after connecting
/// @param resubscribePause how long to wait between two such batches
/// @param closePolicies what to do when the server closes with certain codes
/// @param upgrade what the upgrade says, and which answers are accepted
/// @param tls whom to trust, and who we are to the server
/// @param proxy chooses the proxy to connect through
/// @param renewal when a socket is replaced because of its age; empty for never
/// @param compression with what to offer permessage-deflate; empty for not offering it
public record ConnectionConfig(
    WsUrl url,
    BackoffPolicy backoff,
    Duration pingInterval,
    Duration pongTimeout,
    PingMode pingMode,
    Duration requestTimeout,
    Duration connectTimeout,
    Duration writeTimeout,
    Duration closeTimeout,
    boolean authOnConnect,
    boolean failFast,
    int pendingRequestsMax,
    int subscriptionCapacity,
    int commandCapacity,
    int eventCapacity,
    int messageBytesMax,
    int resubscribeBatch,
    Duration resubscribePause,
    ClosePolicies closePolicies,
    UpgradeConfig upgrade,
    TlsConfig tls,
    ProxyChoice proxy,
    Optional<RenewPolicy> renewal,
    Optional<Compression> compression) {
  /// Checks everything.
  ///
  /// @throws WsException.Config if anything is wrong; the message names every mistake
  public ConnectionConfig {
    List<String> wrong = new ArrayList<>();
    backoff.check(wrong);
    checkPositive(wrong, "pingInterval", pingInterval);
    checkPositive(wrong, "pongTimeout", pongTimeout);
    checkPositive(wrong, "requestTimeout", requestTimeout);
    checkPositive(wrong, "connectTimeout", connectTimeout);
    checkPositive(wrong, "writeTimeout", writeTimeout);
    checkPositive(wrong, "closeTimeout", closeTimeout);
    checkPositive(wrong, "resubscribePause", resubscribePause);
    checkAtLeastOne(wrong, "pendingRequestsMax", pendingRequestsMax);
    checkAtLeastOne(wrong, "subscriptionCapacity", subscriptionCapacity);
    checkAtLeastOne(wrong, "commandCapacity", commandCapacity);
    checkAtLeastOne(wrong, "eventCapacity", eventCapacity);
    checkAtLeastOne(wrong, "messageBytesMax", messageBytesMax);
    checkAtLeastOne(wrong, "resubscribeBatch", resubscribeBatch);
    closePolicies.check(wrong);
    Objects.requireNonNull(url, "url");
    Objects.requireNonNull(upgrade, "upgrade");
    Objects.requireNonNull(pingMode, "pingMode");
    Objects.requireNonNull(tls, "tls");
    Objects.requireNonNull(proxy, "proxy");
    Objects.requireNonNull(compression, "compression");
    renewal.ifPresent(policy -> policy.check(wrong));
    if (!wrong.isEmpty()) {
      throw new WsException.Config("connection configuration: " + String.join("; ", wrong));
    }
  }

  /// Everything at its default, for this url.
  public static ConnectionConfig of(String url) {
    return builder(url).build();
  }

  /// A builder with everything at its default.
  ///
  /// @param url `ws://[user:password@]host[:port]/path` or `wss://…`
  public static Builder builder(String url) {
    return new Builder(url);
  }

  static void checkPositive(List<String> wrong, String name, Duration value) {
    if (!value.isPositive()) {
      wrong.add(name + " is positive, this is " + DurationText.of(value));
    }
  }

  private static void checkAtLeastOne(List<String> wrong, String name, int value) {
    if (value < 1) {
      wrong.add(name + " is at least 1, this is " + value);
    }
  }

  /// With what a connection is kept alive.
  public enum PingMode {
    /// Ping frames.
    WEBSOCKET,
    /// The ping message of the handler.
    PROTOCOL
  }

  /// Makes a [ConnectionConfig]. Not for use by more than one thread.
  public static final class Builder {
    /// In the place of a url that cannot be read, until [#build] says so.
    private static final WsUrl UNREADABLE = WsUrl.of("ws://unreadable");

    private final List<String> wrong = new ArrayList<>();
    private final WsUrl url;
    private BackoffPolicy backoff = BackoffPolicy.DEFAULT;
    private Duration pingInterval = Duration.ofSeconds(30);
    private Duration pongTimeout = Duration.ofSeconds(10);
    private PingMode pingMode = PingMode.WEBSOCKET;
    private Duration requestTimeout = Duration.ofSeconds(30);
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration writeTimeout = Duration.ofSeconds(10);
    private Duration closeTimeout = Duration.ofSeconds(5);
    private boolean authOnConnect = true;
    private boolean failFast = false;
    private int pendingRequestsMax = 1_000;
    private int subscriptionCapacity = 256;
    private int commandCapacity = 64;
    private int eventCapacity = 256;
    private int messageBytesMax = 16 * 1024 * 1024;
    private int resubscribeBatch = 100;
    private Duration resubscribePause = Duration.ofMillis(100);
    private final SortedMap<Integer, ClosePolicy> closePolicies = new TreeMap<>();
    private final List<Header> headers = new ArrayList<>();
    private final List<String> subprotocols = new ArrayList<>();
    private boolean subprotocolRequired = UpgradeConfig.DEFAULT.subprotocolRequired();
    private int upgradeHeadBytesMax = UpgradeConfig.DEFAULT.headBytesMax();
    private Redirects redirects = Redirects.DEFAULT;
    private TlsConfig tls = TlsConfig.SYSTEM;
    private ProxyChoice proxy = ProxyChoice.NONE;
    private Optional<RenewPolicy> renewal = Optional.empty();
    private Optional<Compression> compression = Optional.empty();

    private Builder(String url) {
      WsUrl parsed = WsUrl.parse(url, wrong);
      this.url = parsed == null ? UNREADABLE : parsed;
    }

    /// How long to wait between attempts.
    public Builder backoff(BackoffPolicy backoff) {
      this.backoff = backoff;
      return this;
    }

    /// How often to ping.
    public Builder pingInterval(Duration pingInterval) {
      this.pingInterval = pingInterval;
      return this;
    }

    /// How long a written ping may go without any sign of life.
    public Builder pongTimeout(Duration pongTimeout) {
      this.pongTimeout = pongTimeout;
      return this;
    }

    /// With what to ping.
    public Builder pingMode(PingMode pingMode) {
      this.pingMode = pingMode;
      return this;
    }

    /// How long a request waits for its answer unless it says otherwise.
    public Builder requestTimeout(Duration requestTimeout) {
      this.requestTimeout = requestTimeout;
      return this;
    }

    /// How long connecting and upgrading may take together.
    public Builder connectTimeout(Duration connectTimeout) {
      this.connectTimeout = connectTimeout;
      return this;
    }

    /// How long the socket may take nothing while something waits to be written.
    public Builder writeTimeout(Duration writeTimeout) {
      this.writeTimeout = writeTimeout;
      return this;
    }

    /// How long the other end may take to answer a close.
    public Builder closeTimeout(Duration closeTimeout) {
      this.closeTimeout = closeTimeout;
      return this;
    }

    /// Whether to authenticate where the handler can.
    public Builder authOnConnect(boolean authOnConnect) {
      this.authOnConnect = authOnConnect;
      return this;
    }

    /// Whether what comes while the connection is not ready fails at once instead of waiting.
    public Builder failFast(boolean failFast) {
      this.failFast = failFast;
      return this;
    }

    /// How many requests may wait for their answers.
    public Builder pendingRequestsMax(int pendingRequestsMax) {
      this.pendingRequestsMax = pendingRequestsMax;
      return this;
    }

    /// How many messages wait in a subscription before the oldest are dropped.
    public Builder subscriptionCapacity(int subscriptionCapacity) {
      this.subscriptionCapacity = subscriptionCapacity;
      return this;
    }

    /// How many requests and messages may wait to be written.
    public Builder commandCapacity(int commandCapacity) {
      this.commandCapacity = commandCapacity;
      return this;
    }

    /// How many events wait in the stream before messages are dropped.
    public Builder eventCapacity(int eventCapacity) {
      this.eventCapacity = eventCapacity;
      return this;
    }

    /// How large a message may be, either way.
    public Builder messageBytesMax(int messageBytesMax) {
      this.messageBytesMax = messageBytesMax;
      return this;
    }

    /// How many topics are subscribed to at a time after connecting.
    public Builder resubscribeBatch(int resubscribeBatch) {
      this.resubscribeBatch = resubscribeBatch;
      return this;
    }

    /// What to do when the server closes with this code (default: as the handler says). May be
    /// called for several codes.
    public Builder onClose(int code, ClosePolicy policy) {
      closePolicies.put(code, policy);
      return this;
    }

    /// How long to wait between two such batches.
    public Builder resubscribePause(Duration resubscribePause) {
      this.resubscribePause = resubscribePause;
      return this;
    }

    /// Adds one header to the upgrade.
    public Builder header(String name, String value) {
      try {
        headers.add(new Header(name, value));
      } catch (IllegalArgumentException e) {
        wrong.add(e.getMessage());
      }
      return this;
    }

    /// Offers one more subprotocol.
    public Builder subprotocol(String token) {
      subprotocols.add(token);
      return this;
    }

    /// Refuses a server that chooses none of the subprotocols that were offered.
    public Builder subprotocolRequired(boolean subprotocolRequired) {
      this.subprotocolRequired = subprotocolRequired;
      return this;
    }

    /// How long the status line and all fields of the upgrade's answer may be together.
    public Builder upgradeHeadBytesMax(int upgradeHeadBytesMax) {
      this.upgradeHeadBytesMax = upgradeHeadBytesMax;
      return this;
    }

    /// How far redirects are followed.
    public Builder redirects(Redirects redirects) {
      this.redirects = redirects;
      return this;
    }

    /// Whom to trust, and who we are to the server.
    public Builder tls(TlsConfig tls) {
      this.tls = tls;
      return this;
    }

    /// Through which proxy to connect.
    public Builder proxy(ProxyConfig proxy) {
      return proxy(ProxyChoice.of(proxy));
    }

    /// What chooses the proxy, for example [ProxyConfig#fromEnvironment].
    public Builder proxy(ProxyChoice proxy) {
      this.proxy = proxy;
      return this;
    }

    /// When a socket is replaced because of its age; by default it never is.
    public Builder renewal(RenewPolicy renewal) {
      this.renewal = Optional.of(renewal);
      return this;
    }

    /// Offers to compress messages (permessage-deflate); the server may decline.
    public Builder compression(Compression compression) {
      this.compression = Optional.of(compression);
      return this;
    }

    /// The configuration.
    ///
    /// @throws WsException.Config if anything is wrong; the message names every mistake
    public ConnectionConfig build() {
      try {
        ConnectionConfig config =
            new ConnectionConfig(
                url,
                backoff,
                pingInterval,
                pongTimeout,
                pingMode,
                requestTimeout,
                connectTimeout,
                writeTimeout,
                closeTimeout,
                authOnConnect,
                failFast,
                pendingRequestsMax,
                subscriptionCapacity,
                commandCapacity,
                eventCapacity,
                messageBytesMax,
                resubscribeBatch,
                resubscribePause,
                new ClosePolicies(closePolicies),
                upgrade(),
                tls,
                proxy,
                renewal,
                compression);
        if (wrong.isEmpty()) {
          return config;
        }
      } catch (WsException.Config e) {
        wrong.add(String.valueOf(e.getMessage()));
      }
      throw new WsException.Config(String.join("; ", wrong));
    }

    private UpgradeConfig upgrade() {
      try {
        return new UpgradeConfig(
            headers, subprotocols, subprotocolRequired, upgradeHeadBytesMax, redirects);
      } catch (WsException.Config e) {
        wrong.add(String.valueOf(e.getMessage()));
        return UpgradeConfig.DEFAULT;
      }
    }
  }
}
