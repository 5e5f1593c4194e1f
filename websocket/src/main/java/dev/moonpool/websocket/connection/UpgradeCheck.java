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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The request that upgrades a connection, and the check of the answer to it (RFC 6455, 4.1).
final class UpgradeCheck {
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final String WEBSOCKET = "websocket";

  private final Endpoint endpoint;
  private final UpgradeConfig config;
  private final Optional<Compression> compression;
  private final String key;

  /// @param compression what to offer; empty for not offering it
  UpgradeCheck(
      Endpoint endpoint,
      UpgradeConfig config,
      Optional<Compression> compression,
      Randomness randomness) {
    this.endpoint = endpoint;
    this.config = config;
    this.compression = compression;
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
            HttpVersion.HTTP_1_1, HttpMethod.GET, endpoint.url().target(), Unpooled.EMPTY_BUFFER);
    HttpHeaders headers = request.headers();
    headers.set(HttpHeaderNames.HOST, endpoint.url().authority());
    headers.set(HttpHeaderNames.UPGRADE, WEBSOCKET);
    headers.set(HttpHeaderNames.CONNECTION, "Upgrade");
    headers.set(HttpHeaderNames.SEC_WEBSOCKET_KEY, key);
    headers.set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, "13");
    if (!config.subprotocols().isEmpty()) {
      headers.set(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, String.join(", ", config.subprotocols()));
    }
    compression.ifPresent(
        offer ->
            headers.set(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS, DeflateAgreement.offer(offer)));
    endpoint.headers().forEach(header -> headers.add(header.name(), header.value()));
    return request;
  }

  /// Checks an answer of status 101.
  ///
  /// @return what was agreed on about compression, if anything
  /// @throws UpgradeRefused if the connection is not upgraded by it
  Optional<DeflateAgreement> accepted(HttpResponse response, UpgradeAnswer answer)
      throws UpgradeRefused {
    HttpHeaders headers = response.headers();
    if (!headers.containsValue(HttpHeaderNames.UPGRADE, WEBSOCKET, true)) {
      throw refused(answer, "the answer upgrades to '%s'", headers.get(HttpHeaderNames.UPGRADE));
    }
    if (!headers.containsValue(HttpHeaderNames.CONNECTION, "upgrade", true)) {
      throw refused(answer, "Connection is '%s'", headers.get(HttpHeaderNames.CONNECTION));
    }
    String accept = String.valueOf(headers.get(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT)).strip();
    if (!accept.equals(acceptFor(key))) {
      throw refused(answer, "Sec-WebSocket-Accept is '%s', which is not for our key", accept);
    }
    String subprotocol = answer.subprotocol().orElse("");
    if (!subprotocol.isEmpty() && !config.subprotocols().contains(subprotocol)) {
      throw refused(answer, "the subprotocol '%s' was not offered", subprotocol);
    }
    if (subprotocol.isEmpty() && config.subprotocolRequired()) {
      throw refused(
          answer,
          "the server chose none of the subprotocols %s, of which one is required",
          config.subprotocols());
    }
    String extensions = String.join(",", headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS));
    try {
      return DeflateAgreement.of(extensions, compression);
    } catch (UpgradeRefused e) {
      throw refused(answer, "%s", e.getMessage());
    }
  }

  /// What an answer of another status means for the attempt.
  ///
  /// @param unfollowed why a redirect that the answer holds was not followed; empty if there is
  /// none
  static Throwable refusal(UpgradeAnswer answer, String unfollowed, Time time) {
    String location =
        unfollowed.isEmpty()
            ? ""
            : ", Location " + WsUrl.masked(answer.field("Location").orElse("")) + ": " + unfollowed;
    String said = "the server answered the upgrade with status " + answer.statusLine() + location;
    UpgradeRefused refused = new UpgradeRefused(said, answer, retryAfter(answer, time));
    boolean aboutUs = answer.status() == 401 || answer.status() == 403;
    return aboutUs ? new WsException.Auth(said, false, refused) : refused;
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

  private static UpgradeRefused refused(UpgradeAnswer answer, String what, @Nullable Object value) {
    return new UpgradeRefused("the upgrade failed: " + what.formatted(value), answer);
  }

  private static Duration retryAfter(UpgradeAnswer answer, Time time) {
    String after = answer.field("Retry-After").orElse("").strip();
    try {
      if (after.matches("[0-9]{1,9}")) {
        return Duration.ofSeconds(Long.parseLong(after));
      }
      if (!after.isEmpty()) {
        Instant when = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(after));
        return Duration.between(time.now(), when);
      }
    } catch (DateTimeException e) {
      return Duration.ZERO; // what cannot be read is taken for nothing
    }
    return Duration.ZERO;
  }
}
