package dev.moonpool.websocket.connection;

import dev.moonpool.websocket.protocol.WsMessage;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Takes the frames of an upgraded socket to the session, answers pings, and closes as RFC 6455
/// wants it: each end sends one close frame, and then the server ends the socket; if it does not,
/// a timer does. After our close frame nothing that arrives is looked at but the other end's.
final class FrameHandler<M> extends SimpleChannelInboundHandler<WebSocketFrame> {
  private static final int NO_CODE = 1005;

  private final Socket<M> socket;
  private final Driver<M> driver;
  private final Assembler assembler;

  FrameHandler(Socket<M> socket) {
    this.socket = socket;
    this.driver = socket.driver();
    this.assembler = new Assembler(driver.config().messageBytesMax());
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
    if (!socket.isOpen()) {
      return;
    }
    switch (frame) {
      case PingWebSocketFrame ping -> socket.write(new PongWebSocketFrame(ping.content().retain()));
      case PongWebSocketFrame pong -> socket.pong(pong.content());
      case CloseWebSocketFrame close -> closed(close);
      default -> data(frame);
    }
  }

  private void data(WebSocketFrame frame) {
    @Nullable WsMessage message;
    try {
      message = assembler.add(frame);
    } catch (CorruptedWebSocketFrameException e) {
      violated(e);
      return;
    }
    if (message != null) {
      driver.counters().messagesIn.increment();
      driver.received(socket.attempt(), message);
    }
  }

  private void closed(CloseWebSocketFrame close) {
    int code = close.statusCode() < 0 ? NO_CODE : close.statusCode();
    String reason = close.reasonText() == null ? "" : close.reasonText();
    socket.close(code, "");
    driver.input(
        () -> driver.session().closedByPeer(socket.attempt(), code, reason, driver.nanoTime()));
  }

  private void violated(CorruptedWebSocketFrameException violation) {
    int code = violation.closeStatus().code();
    String what = String.valueOf(violation.getMessage());
    socket.close(code, what);
    driver.input(() -> driver.session().violated(socket.attempt(), code, what, driver.nanoTime()));
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    boolean writable = context.channel().isWritable();
    driver.input(
        () -> driver.session().writabilityChanged(socket.attempt(), writable, driver.nanoTime()));
    context.fireChannelWritabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    driver.input(() -> socket.ended(new IOException("the socket ended without a close frame")));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    Throwable inner = cause instanceof DecoderException ? cause.getCause() : null;
    Throwable reason = inner == null ? cause : inner;
    if (reason instanceof CorruptedWebSocketFrameException violation) {
      if (socket.isOpen()) {
        violated(violation);
      }
    } else {
      driver.input(() -> socket.ended(reason));
    }
  }
}
