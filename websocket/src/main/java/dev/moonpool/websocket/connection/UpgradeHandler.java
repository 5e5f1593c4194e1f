package dev.moonpool.websocket.connection;

import dev.moonpool.foundation.Randomness;
import dev.moonpool.websocket.protocol.WsException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameMaskGenerator;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.util.Optional;

/// Asks for the upgrade once the channel is there (and TLS is), and makes way for frames.
final class UpgradeHandler<M> extends SimpleChannelInboundHandler<FullHttpResponse> {
  private final Socket<M> socket;
  private final UpgradeCheck check;

  UpgradeHandler(Socket<M> socket, UpgradeCheck check) {
    this.socket = socket;
    this.check = check;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    if (context.pipeline().get(SslHandler.class) == null) {
      context.writeAndFlush(check.request());
    }
    context.fireChannelActive();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof SslHandshakeCompletionEvent shaken) {
      if (shaken.isSuccess()) {
        context.writeAndFlush(check.request());
      } else {
        socket.refused(shaken.cause());
      }
    }
    context.fireUserEventTriggered(event);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
    if (response.decoderResult().isFailure()) {
      socket.refused(
          new IOException("the answer to the upgrade is no HTTP: " + response.decoderResult()));
      return;
    }
    try {
      Optional<DeflateAgreement> agreement = check.accepted(response, socket.driver().time());
      makeWay(context, agreement);
    } catch (UpgradeRefused | WsException.Auth e) {
      socket.refused(e);
    }
  }

  private void makeWay(ChannelHandlerContext context, Optional<DeflateAgreement> agreement) {
    ChannelPipeline pipeline = context.pipeline();
    Randomness masks = socket.driver().randomness().split("mask-" + socket.attempt());
    WebSocketFrameMaskGenerator generator = () -> (int) masks.nextLong();
    int bytesMax = socket.driver().config().messageBytesMax();
    WebSocketDecoderConfig decoding =
        WebSocketDecoderConfig.newBuilder()
            .expectMaskedFrames(false)
            .allowMaskMismatch(false)
            .allowExtensions(agreement.isPresent())
            .closeOnProtocolViolation(false)
            .withUTF8Validator(false)
            .maxFramePayloadLength(agreement.isPresent() ? compressedMax(bytesMax) : bytesMax)
            .build();
    pipeline.addLast(new WebSocket13FrameDecoder(decoding));
    pipeline.addLast(new WebSocket13FrameEncoder(generator));
    agreement.ifPresent(
        agreed -> {
          pipeline.addLast(new InflateHandler(agreed.serverForgets(), bytesMax));
          pipeline.addLast(new DeflateHandler(agreed));
        });
    pipeline.addLast(new FrameHandler<>(socket));
    FrameBatch<M> batch = new FrameBatch<>(context.channel(), generator, agreement.isPresent());
    pipeline.remove(HttpObjectAggregator.class);
    pipeline.remove(HttpRequestEncoder.class);
    pipeline.remove(this);
    socket.upgraded(batch);
    // Last, as it hands on what has arrived behind the answer.
    pipeline.remove(HttpResponseDecoder.class);
  }

  /// What the largest message can become by compressing it: what does not shrink grows a little.
  private static int compressedMax(int bytesMax) {
    return (int) Math.min(Integer.MAX_VALUE, bytesMax + bytesMax / 8L + 64);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    socket.refused(new IOException("the connection ended before it was upgraded"));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    socket.refused(cause);
  }
}
