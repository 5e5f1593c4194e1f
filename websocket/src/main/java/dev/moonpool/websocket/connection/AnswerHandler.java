package dev.moonpool.websocket.connection;

import dev.moonpool.foundation.Time;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the answer to one HTTP request and judges it by its head.
///
/// Answers that only inform (1xx but 101) are skipped. An answer that is accepted ends with its
/// head. Of any other the beginning of the body is read too, for messages: as much as comes with
/// the head, or within [#BODY_WITHIN] if the head says that there is more; a body that is long,
/// broken, or never ends changes nothing.
///
/// Confined to the event loop.
abstract class AnswerHandler extends SimpleChannelInboundHandler<HttpObject> {
  /// How long the rest of a body that was announced may take.
  static final Duration BODY_WITHIN = Duration.ofMillis(250);

  private static final int INFORMATIONAL_MAX = 16;

  private final Socket<?> socket;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private @Nullable HttpResponse head;
  private int informational;

  /// Whether what comes belongs to an answer that only informs.
  private boolean skips;

  private boolean accepted;
  private boolean isOver;
  private Time.@Nullable Timer bodyTimer;

  AnswerHandler(Socket<?> socket) {
    this.socket = socket;
  }

  /// Judges the head of the answer.
  ///
  /// @return whether it is accepted; [#proceed] follows
  /// @throws UpgradeRefused if it is wrong
  abstract boolean accepts(HttpResponse head, UpgradeAnswer answer) throws UpgradeRefused;

  /// Nothing more of an accepted answer will come.
  abstract void proceed(ChannelHandlerContext context);

  /// The answer was not accepted. Called once.
  abstract void answered(UpgradeAnswer answer);

  /// There is no answer. Called once, and not together with [#answered].
  abstract void failed(Throwable cause);

  @Override
  protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
    if (isOver) {
      return;
    }
    if (part instanceof HttpResponse response) {
      begun(response);
    }
    if (!isOver && part instanceof HttpContent content) {
      continued(context, content);
    }
  }

  private void begun(HttpResponse response) {
    if (response.decoderResult().isFailure()) {
      over(() -> failed(unreadable(response.decoderResult().cause())));
      return;
    }
    int status = response.status().code();
    skips = status >= 100 && status < 200 && status != 101;
    if (skips) {
      informational++;
      if (informational > INFORMATIONAL_MAX) {
        String what = "more than " + INFORMATIONAL_MAX + " answers that only inform";
        over(() -> failed(new UpgradeRefused(what, answer(response, false))));
      }
      return;
    }
    head = response;
    try {
      accepted = accepts(response, answer(response, false));
    } catch (UpgradeRefused e) {
      over(() -> failed(e));
      return;
    }
    if (!accepted && announcesBody(response)) {
      bodyTimer =
          socket
              .driver()
              .time()
              .schedule(BODY_WITHIN, () -> socket.driver().control(() -> judge(true)));
    }
  }

  private void continued(ChannelHandlerContext context, HttpContent content) {
    boolean last = content instanceof LastHttpContent;
    if (skips) {
      skips = !last;
    } else if (accepted) {
      if (last) {
        over(() -> proceedOrFail(context));
      }
    } else {
      append(content.content());
      boolean full = body.size() == UpgradeAnswer.BODY_BYTES_MAX;
      if (last || full || content.decoderResult().isFailure()) {
        judge(!last || content.decoderResult().isFailure());
      }
    }
  }

  private void proceedOrFail(ChannelHandlerContext context) {
    try {
      proceed(context);
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  private void append(ByteBuf bytes) {
    int room = UpgradeAnswer.BODY_BYTES_MAX - body.size();
    byte[] some = new byte[Math.min(room, bytes.readableBytes())];
    bytes.getBytes(bytes.readerIndex(), some);
    body.writeBytes(some);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    HttpResponse begun = head;
    if (begun != null && !accepted && !announcesBody(begun)) {
      judge(true);
    }
    context.fireChannelReadComplete();
  }

  private void judge(boolean isCut) {
    HttpResponse begun = head;
    if (!isOver && begun != null) {
      over(() -> answered(answer(begun, isCut)));
    }
  }

  private void over(Runnable end) {
    isOver = true;
    if (bodyTimer != null) {
      bodyTimer.cancel();
    }
    end.run();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    judge(true);
    failIfNotOver(new IOException("the connection ended before it was upgraded"));
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    failIfNotOver(cause);
  }

  /// Ends the attempt, unless the answer was judged before.
  final void failIfNotOver(Throwable cause) {
    if (!isOver) {
      over(() -> failed(cause));
    }
  }

  private static boolean announcesBody(HttpResponse response) {
    return HttpUtil.isTransferEncodingChunked(response)
        || response.headers().contains(HttpHeaderNames.CONTENT_LENGTH);
  }

  private Throwable unreadable(Throwable cause) {
    int most = socket.driver().config().upgrade().headBytesMax();
    if (cause instanceof TooLongHttpHeaderException || cause instanceof TooLongHttpLineException) {
      return new UpgradeRefused(
          ("the head of the answer to the upgrade is longer than %d bytes; upgradeHeadBytesMax"
                  + " allows more")
              .formatted(most),
          null);
    }
    return new IOException("the answer to the upgrade is no HTTP: " + cause, cause);
  }

  private UpgradeAnswer answer(HttpResponse from, boolean isCut) {
    List<UpgradeAnswer.Field> fields = new ArrayList<>();
    for (Map.Entry<String, String> field : from.headers()) {
      fields.add(new UpgradeAnswer.Field(field.getKey(), field.getValue()));
    }
    return new UpgradeAnswer(
        from.status().code(),
        from.status().reasonPhrase(),
        fields,
        body.toString(StandardCharsets.UTF_8),
        isCut);
  }
}
