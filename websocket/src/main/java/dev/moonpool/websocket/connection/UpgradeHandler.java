package dev.moonpool.websocket.connection;

import dev.moonpool.foundation.Randomness;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameMaskGenerator;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Asks for the upgrade once the channel is there (and TLS is), and makes way for frames.
final class UpgradeHandler<M> extends AnswerHandler {
  private final Socket<M> socket;
  private final Dialer<M> dialer;
  private final UpgradeCheck check;
  private final Ear<M> ear;
  private Optional<DeflateAgreement> agreement = Optional.empty();
  private @Nullable UpgradeAnswer upgraded;
  private boolean asked;

  UpgradeHandler(Socket<M> socket, Dialer<M> dialer, UpgradeCheck check, Ear<M> ear) {
    super(socket);
    this.socket = socket;
    this.dialer = dialer;
    this.check = check;
    this.ear = ear;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    if (context.channel().isActive()) {
      askWithoutTls(context);
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    askWithoutTls(context);
    context.fireChannelActive();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof SslHandshakeCompletionEvent shaken) {
      if (shaken.isSuccess()) {
        ask(context);
      } else {
        failIfNotOver(shaken.cause());
      }
    }
    context.fireUserEventTriggered(event);
  }

  private void askWithoutTls(ChannelHandlerContext context) {
    if (context.pipeline().get(SslHandler.class) == null) {
      ask(context);
    }
  }

  private void ask(ChannelHandlerContext context) {
    if (!asked) {
      asked = true;
      context.writeAndFlush(check.request());
    }
  }

  @Override
  boolean accepts(HttpResponse head, UpgradeAnswer answer) throws UpgradeRefused {
    if (answer.status() != 101) {
      return false;
    }
    agreement = check.accepted(head, answer);
    upgraded = answer;
    return true;
  }

  @Override
  void answered(UpgradeAnswer answer) {
    dialer.answered(answer);
  }

  @Override
  void failed(Throwable cause) {
    dialer.failed(cause);
  }

  @Override
  void proceed(ChannelHandlerContext context) {
    UpgradeAnswer answer = upgraded;
    if (answer == null) {
      throw new IllegalStateException("an answer is accepted before this");
    }
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
    pipeline.remove(HttpRequestEncoder.class);
    pipeline.remove(this);
    dialer.upgraded(batch, ear, answer);
    // Last, as it hands on what has arrived behind the answer.
    pipeline.remove(HttpResponseDecoder.class);
  }

  /// What the largest message can become by compressing it: what does not shrink grows a little.
  private static int compressedMax(int bytesMax) {
    return (int) Math.min(Integer.MAX_VALUE, bytesMax + bytesMax / 8L + 64);
  }
}
