package dev.moonpool.websocket.connection;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Consumer;

/// Asks an HTTP proxy to connect to the server, and makes way once it has.
final class ProxyConnectHandler extends AnswerHandler {
  private final String server;
  private final ProxyConfig proxy;
  private final Runnable connected;
  private final Consumer<Throwable> failed;

  /// @param server host and port
  /// @param connected run once the proxy is connected to the server
  /// @param failed told why it is not
  ProxyConnectHandler(
      Socket<?> socket,
      String server,
      ProxyConfig proxy,
      Runnable connected,
      Consumer<Throwable> failed) {
    super(socket);
    this.server = server;
    this.proxy = proxy;
    this.connected = connected;
    this.failed = failed;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    FullHttpRequest request =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1, HttpMethod.CONNECT, server, Unpooled.EMPTY_BUFFER);
    request.headers().set(HttpHeaderNames.HOST, server);
    proxy
        .credentials()
        .ifPresent(
            known -> {
              byte[] both =
                  (known.user() + ":" + known.password()).getBytes(StandardCharsets.UTF_8);
              request
                  .headers()
                  .set(
                      HttpHeaderNames.PROXY_AUTHORIZATION,
                      "Basic " + Base64.getEncoder().encodeToString(both));
            });
    context.writeAndFlush(request);
  }

  @Override
  boolean accepts(HttpResponse head, UpgradeAnswer answer) {
    return isSuccess(head);
  }

  @Override
  void proceed(ChannelHandlerContext context) {
    ChannelPipeline pipeline = context.pipeline();
    pipeline.remove(HttpRequestEncoder.class);
    pipeline.remove(this);
    connected.run();
    pipeline.remove(Decoder.class); // last, as it hands on what has arrived behind the answer
  }

  @Override
  void answered(UpgradeAnswer answer) {
    String remedy =
        answer.status() == 407 ? "; ProxyConfig.withCredentials says who is connecting" : "";
    failed.accept(
        new UpgradeRefused(
            "the proxy %s:%d answered CONNECT %s with status %s%s"
                .formatted(proxy.host(), proxy.port(), server, answer.statusLine(), remedy),
            answer));
  }

  @Override
  void failed(Throwable cause) {
    failed.accept(
        new IOException(
            "the proxy %s:%d did not connect to %s: %s"
                .formatted(proxy.host(), proxy.port(), server, cause),
            cause));
  }

  private static boolean isSuccess(HttpResponse head) {
    return head.status().codeClass() == HttpStatusClass.SUCCESS;
  }

  /// Reads the answer to CONNECT, which has no body if it says that the proxy is connected.
  static final class Decoder extends HttpResponseDecoder {
    Decoder(ConnectionConfig config) {
      super(Dialer.decoding(config));
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
      boolean connected = message instanceof HttpResponse head && isSuccess(head);
      return connected || super.isContentAlwaysEmpty(message);
    }
  }
}
