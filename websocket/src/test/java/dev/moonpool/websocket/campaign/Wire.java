package dev.moonpool.websocket.campaign;

import dev.moonpool.foundation.Network;
import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.Time;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What one connection does to the world: its timers, its sockets, and what goes over them.
final class Wire {
  /// The first byte of a ping frame.
  private static final byte PING = (byte) 0x89;

  /// What passes between a loss and the reading of the event that tells of it, at most.
  private static final long MOMENT_NANOS = 100_000;

  private final Journal journal;
  private final List<Tap> taps = new ArrayList<>();
  private int timers;
  private int sockets;

  Wire(Journal journal) {
    this.journal = journal;
  }

  /// These, with everything noted that is done with them.
  Providers around(Providers providers) {
    return new Providers(
        new CountedTime(providers.time()),
        providers.tasks(),
        new TappedNetwork(providers.network()),
        providers.randomness());
  }

  /// How many timers are set.
  int timers() {
    return timers;
  }

  /// How many sockets are there.
  int sockets() {
    return sockets;
  }

  /// The socket that was lost a moment ago: the last one, but for one that is being dialled
  /// already.
  Optional<Tap> lost() {
    long before = journal.nowNanos() - MOMENT_NANOS;
    return taps.reversed().stream().filter(tap -> tap.openedNanos < before).findFirst();
  }

  /// Each socket that was open.
  List<Tap> taps() {
    return taps;
  }

  private final class CountedTime implements Time {
    private final Time time;

    private CountedTime(Time time) {
      this.time = time;
    }

    @Override
    public long nanoTime() {
      return time.nanoTime();
    }

    @Override
    public Instant now() {
      return time.now();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
      time.sleep(duration);
    }

    @Override
    public Timer schedule(Duration delay, Runnable action) {
      Counted counted = new Counted();
      Timer timer =
          time.schedule(
              delay,
              () -> {
                counted.over();
                action.run();
              });
      return () -> {
        counted.over();
        timer.cancel();
      };
    }
  }

  private final class Counted {
    private boolean over;

    private Counted() {
      timers++;
    }

    private void over() {
      if (!over) {
        over = true;
        timers--;
      }
    }
  }

  private final class TappedNetwork implements Network {
    private final Network network;

    private TappedNetwork(Network network) {
      this.network = network;
    }

    @Override
    public ServerBootstrap server() {
      return network.server();
    }

    @Override
    @SuppressWarnings("deprecation") // how else to get at it
    public Bootstrap client() {
      Bootstrap plain = network.client();
      var factory = plain.config().channelFactory();
      return new Bootstrap()
          .group(plain.config().group())
          .disableResolver()
          .channelFactory(() -> tapped(factory.newChannel()));
    }
  }

  private Channel tapped(Channel channel) {
    sockets++;
    Journal.demand(sockets == 1, Journal.ONE_SOCKET, "there are " + sockets);
    channel.closeFuture().addListener(done -> sockets--);
    Tap tap = new Tap();
    taps.add(tap);
    channel.pipeline().addFirst(tap);
    return channel;
  }

  /// What has gone over one socket; -1 where it has not.
  final class Tap extends ChannelDuplexHandler {
    final long openedNanos = journal.nowNanos();
    long readNanos = -1;
    long pingNanos = -1;
    long closedNanos = -1;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      readNanos = journal.nowNanos();
      context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      ChannelPromise known = promise.unvoid();
      if (message instanceof ByteBuf bytes
          && bytes.isReadable()
          && bytes.getByte(bytes.readerIndex()) == PING) {
        known.addListener(done -> pingNanos = journal.nowNanos());
      }
      context.write(message, known);
    }

    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
      ended();
      context.close(promise);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      ended();
      context.fireChannelInactive();
    }

    private void ended() {
      if (closedNanos < 0) {
        closedNanos = journal.nowNanos();
      }
    }

    /// How long nothing had come when it ended; nothing if nothing ever came.
    Duration silence() {
      return readNanos < 0 ? Duration.ZERO : Duration.ofNanos(endNanos() - readNanos);
    }

    /// How long ago the last ping was written when it ended.
    Duration sincePing() {
      return Duration.ofNanos(endNanos() - pingNanos);
    }

    /// How old it became.
    Duration age() {
      return Duration.ofNanos(endNanos() - openedNanos);
    }

    private long endNanos() {
      return closedNanos < 0 ? journal.nowNanos() : closedNanos;
    }
  }
}
