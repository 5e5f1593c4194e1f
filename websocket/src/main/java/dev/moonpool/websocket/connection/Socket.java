package dev.moonpool.websocket.connection;

import dev.moonpool.foundation.Time;
import dev.moonpool.websocket.protocol.WsMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// One attempt and the socket it leads to.
///
/// `ASKING → CONNECTING → OPEN → CLOSING → GONE`, and from each to `GONE`. However it ends, the
/// session is told once. Confined to the event loop.
final class Socket<M> {
  private static final int REASON_BYTES_MAX = 123;

  private enum State {
    /// A task makes the route.
    ASKING,
    /// The channel connects, and then asks for the upgrade.
    CONNECTING,
    /// Frames go both ways.
    OPEN,
    /// We have sent our close frame.
    CLOSING,
    /// There is nothing left, and the session knows.
    GONE
  }

  private final Driver<M> driver;
  private final long attempt;
  private State state = State.ASKING;
  private @Nullable Channel channel;
  private @Nullable FrameBatch<M> batch;
  private @Nullable Ear<M> ear;

  /// The ping whose pong measures the round trip, and when it was written; 0 for none.
  private long awaitedPing;

  private long pingNanos;
  private long pings;

  /// The ping whose pong says that all before it has arrived; 0 for none.
  private long mark;

  /// Ends it if the other end does not answer our close frame.
  private Time.@Nullable Timer closeTimer;

  Socket(Driver<M> driver, long attempt) {
    this.driver = driver;
    this.attempt = attempt;
  }

  long attempt() {
    return attempt;
  }

  Driver<M> driver() {
    return driver;
  }

  /// A number that falls by each byte that the other end takes, and by nothing else: how many bytes
  /// wait, less how many ever came to wait.
  long unwritten() {
    ChannelOutboundBuffer waiting = channel == null ? null : channel.unsafe().outboundBuffer();
    if (waiting == null || ear == null) {
      return 0;
    }
    long[] bytes = {-ear.writtenBytes()};
    try {
      waiting.forEachFlushedMessage(
          message -> {
            bytes[0] += message instanceof ByteBuf buffer ? buffer.readableBytes() : 0;
            return true;
          });
    } catch (Exception e) {
      throw new IllegalStateException("counting bytes does not fail", e);
    }
    return bytes[0];
  }

  // ---- on the way up

  void dial() {
    new Dialer<>(this).start();
  }

  /// The route is made, and the channel begins to connect.
  ///
  /// @return false if the attempt was given up before
  boolean beginsToConnect() {
    if (state != State.ASKING) {
      return false;
    }
    state = State.CONNECTING;
    return true;
  }

  boolean isConnecting() {
    return state == State.CONNECTING;
  }

  /// The channel is there and connects.
  void connecting(Channel made) {
    channel = made;
  }

  /// Closes the channel, and then lets the attempt begin again.
  void closeBeforeAnother(Runnable next) {
    Channel old = channel;
    if (state == State.CONNECTING && old != null) {
      state = State.ASKING;
      old.close()
          .addListener(
              done -> {
                if (state == State.ASKING) {
                  next.run();
                }
              });
    }
  }

  /// Frames can be written.
  void upgraded(
      FrameBatch<M> writing, Ear<M> hearing, UpgradeAnswer answer, Optional<String> credentials) {
    if (state == State.CONNECTING) {
      state = State.OPEN;
      batch = writing;
      ear = hearing;
      driver.input(
          () -> {
            driver.upgraded(answer);
            driver.session().upgraded(attempt, credentials, driver.nanoTime());
          });
    }
  }

  // ---- what the session wants

  void write(WsMessage message, @Nullable Outgoing<M> outgoing) {
    FrameBatch<M> to = batch;
    if (state != State.OPEN || to == null) {
      if (outgoing != null) {
        outgoing.fail(Outgoing::lost);
      }
      return;
    }
    driver.counters().messagesOut.increment();
    to.add(message, outgoing);
  }

  /// Writes a control frame, after all messages before it.
  ///
  /// @return when it is written; null if it is not, as the socket is not open
  @Nullable ChannelFuture write(WebSocketFrame frame) {
    FrameBatch<M> to = batch;
    if (state != State.OPEN || to == null) {
      frame.release();
      return null;
    }
    return to.write(frame);
  }

  void ping() {
    pings++;
    long number = pings;
    ChannelFuture written = write(new PingWebSocketFrame(Unpooled.copyLong(number)));
    watch(
        written,
        now -> {
          awaitedPing = number;
          pingNanos = now;
        });
  }

  /// Pings, and tells the session when the pong has come.
  void mark() {
    ping();
    mark = pings;
  }

  /// Measures the round trip if the pong answers the last ping. Any other is only a sign of life.
  void pong(ByteBuf content) {
    if (mark != 0
        && content.readableBytes() == Long.BYTES
        && content.getLong(content.readerIndex()) == mark) {
      mark = 0;
      driver.input(() -> driver.session().passed(attempt, driver.nanoTime()));
    }
    boolean awaited =
        awaitedPing != 0
            && content.readableBytes() == Long.BYTES
            && content.getLong(content.readerIndex()) == awaitedPing;
    if (awaited) {
      awaitedPing = 0;
      driver.counters().roundTripNanos.set(driver.nanoTime() - pingNanos);
    }
  }

  void pingMessage(WsMessage message) {
    watch(write(FrameBatch.frame(message)), now -> {});
  }

  private void watch(@Nullable ChannelFuture ping, LongConsumer atNanos) {
    if (ping != null) {
      ping.addListener(
          done -> {
            if (done.isSuccess()) {
              long now = driver.nanoTime();
              atNanos.accept(now);
              driver.input(() -> driver.session().pingWritten(attempt, now));
            }
          });
    }
  }

  /// Sends our close frame, unless it was sent.
  void close(int code, String reason) {
    FrameBatch<M> to = batch;
    if (state != State.OPEN || to == null) {
      return;
    }
    state = State.CLOSING;
    CloseWebSocketFrame frame =
        mayBeSent(code)
            ? new CloseWebSocketFrame(code, shortened(reason))
            : new CloseWebSocketFrame(true, 0, Unpooled.EMPTY_BUFFER);
    to.write(frame);
    to.flush();
    closeTimer =
        driver.time().schedule(driver.config().closeTimeout(), () -> driver.command(this::drop));
  }

  /// Whether frames that arrive are still looked at.
  boolean isOpen() {
    return state == State.OPEN;
  }

  boolean isGone() {
    return state == State.GONE;
  }

  /// Ends what there is of it, at once.
  void drop() {
    if (state == State.GONE) {
      return;
    }
    Channel to = channel;
    if (to == null) {
      ended(new IOException("given up"));
    } else {
      to.close().addListener(done -> driver.input(() -> ended(new IOException("given up"))));
    }
  }

  /// Sends what was written. Does nothing before there is something: TLS would take a flush for
  /// the moment to say hello, on a channel that is not connected.
  void flush() {
    if (batch != null && state != State.GONE) {
      batch.flush();
    }
  }

  /// Says once that it is over.
  void ended(Throwable cause) {
    if (state == State.GONE) {
      return;
    }
    boolean wasUp = state == State.OPEN || state == State.CLOSING;
    state = State.GONE;
    if (batch != null) {
      batch.discard();
    }
    if (closeTimer != null) {
      closeTimer.cancel();
    }
    if (channel != null) {
      channel.close();
    }
    String why = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    if (wasUp) {
      driver.session().gone(attempt, why, driver.nanoTime());
    } else {
      Optional<Duration> wish = UpgradeRefused.behind(cause).flatMap(UpgradeRefused::retryAfter);
      driver.session().failed(attempt, cause, wish, driver.nanoTime());
    }
  }

  /// Codes that a close frame may carry; 1005, 1006 and 1015 only say how a socket ended.
  static boolean mayBeSent(int code) {
    boolean registered = code >= 1000 && code <= 1014 && code != 1004 && code != 1005;
    return (registered && code != 1006) || (code >= 3000 && code <= 4999);
  }

  private static String shortened(String reason) {
    String shorter = reason;
    while (shorter.getBytes(StandardCharsets.UTF_8).length > REASON_BYTES_MAX) {
      shorter = shorter.substring(0, shorter.offsetByCodePoints(shorter.length(), -1));
    }
    return shorter;
  }
}
