package dev.moonpool.websocket.connection;

import dev.moonpool.foundation.Randomness;
import dev.moonpool.foundation.Time;
import dev.moonpool.websocket.protocol.WsException;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The request that upgrades a connection, and the check of the answer to it (RFC 6455, 4.1).
final class UpgradeCheck {
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final String WEBSOCKET = "websocket";

  private final Endpoint endpoint;
  private final List<String> subprotocols;
  private final Optional<Compression> compression;
  private final String key;

  UpgradeCheck(Endpoint endpoint, ConnectionConfig config, Randomness randomness) {
    this.endpoint = endpoint;
    this.subprotocols = config.subprotocols();
    this.compression = config.compression();
    byte[] nonce =
        ByteBuffer.allocate(16)
            .putLong(randomness.nextLong())
            .putLong(randomness.nextLong())
            .array();
    this.key = Base64.getEncoder().encodeToString(nonce);
  }

  FullHttpRequest request() {
    FullHttpRequest request =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1, HttpMethod.GET, endpoint.target(), Unpooled.EMPTY_BUFFER);
    HttpHeaders headers = request.headers();
    headers.set(HttpHeaderNames.HOST, endpoint.authority());
    headers.set(HttpHeaderNames.UPGRADE, WEBSOCKET);
    headers.set(HttpHeaderNames.CONNECTION, "Upgrade");
    headers.set(HttpHeaderNames.SEC_WEBSOCKET_KEY, key);
    headers.set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, "13");
    if (!subprotocols.isEmpty()) {
      headers.set(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, String.join(", ", subprotocols));
    }
    compression.ifPresent(
        offer ->
            headers.set(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS, DeflateAgreement.offer(offer)));
    endpoint.headers().forEach(header -> headers.add(header.name(), header.value()));
    return request;
  }

  /// Checks the answer.
  ///
  /// @return what was agreed on about compression, if anything
  /// @throws UpgradeRefused if the connection is not upgraded
  /// @throws WsException.Auth if that is because of who we are; other credentials may help
  Optional<DeflateAgreement> accepted(HttpResponse response, Time time) throws UpgradeRefused {
    HttpHeaders headers = response.headers();
    int status = response.status().code();
    if (status != 101) {
      String answer = "the server answered the upgrade with status " + response.status();
      if (status == 401 || status == 403) {
        throw new WsException.Auth(answer, false);
      }
      throw new UpgradeRefused(answer, wish(headers, time));
    }
    if (!headers.containsValue(HttpHeaderNames.UPGRADE, WEBSOCKET, true)) {
      throw refused("the answer upgrades to '%s'", headers.get(HttpHeaderNames.UPGRADE));
    }
    if (!headers.containsValue(HttpHeaderNames.CONNECTION, "upgrade", true)) {
      throw refused("Connection is '%s'", headers.get(HttpHeaderNames.CONNECTION));
    }
    String accept = String.valueOf(headers.get(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT)).strip();
    if (!accept.equals(acceptFor(key))) {
      throw refused("Sec-WebSocket-Accept is '%s', which is not for our key", accept);
    }
    String subprotocol = headers.get(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, "").strip();
    if (!subprotocol.isEmpty() && !subprotocols.contains(subprotocol)) {
      throw refused("the subprotocol '%s' was not offered", subprotocol);
    }
    String extensions = String.join(",", headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS));
    return DeflateAgreement.of(extensions, compression);
  }

  /// What a server answers to this key.
  static String acceptFor(String key) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      byte[] digest = sha1.digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }

  private static UpgradeRefused refused(String what, @Nullable Object value) {
    return new UpgradeRefused("the upgrade failed: " + what.formatted(value), Duration.ZERO);
  }

  private static Duration wish(HttpHeaders headers, Time time) {
    String wish = headers.get(HttpHeaderNames.RETRY_AFTER, "").strip();
    try {
      if (wish.matches("[0-9]{1,9}")) {
        return Duration.ofSeconds(Long.parseLong(wish));
      }
      if (!wish.isEmpty()) {
        Instant when = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(wish));
        return Duration.between(time.now(), when);
      }
    } catch (DateTimeException e) {
      return Duration.ZERO; // a wish that cannot be read is none
    }
    return Duration.ZERO;
  }
}
