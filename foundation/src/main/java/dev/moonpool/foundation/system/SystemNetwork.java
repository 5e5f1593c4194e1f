package dev.moonpool.foundation.system;

import dev.moonpool.foundation.Network;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;

/// Real sockets: epoll where the platform has it, NIO otherwise.
final class SystemNetwork implements Network, AutoCloseable {
  private final EventLoopGroup loops;
  private final Class<? extends ServerSocketChannel> serverType;
  private final Class<? extends SocketChannel> clientType;

  SystemNetwork(int loopCount) {
    boolean epoll = Epoll.isAvailable();
    IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    loops =
        new MultiThreadIoEventLoopGroup(
            loopCount, new DefaultThreadFactory("moonpool-io", true), io);
    serverType = epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    clientType = epoll ? EpollSocketChannel.class : NioSocketChannel.class;
  }

  @Override
  public ServerBootstrap server() {
    return new ResolvingBootstrap().group(loops).channel(serverType);
  }

  @Override
  public Bootstrap client() {
    return new Bootstrap().group(loops).channel(clientType);
  }

  @Override
  public void close() {
    loops.shutdownGracefully(0, 2, TimeUnit.SECONDS);
  }

  /// Resolves the address to listen on, which Netty does only for those to connect to.
  private static final class ResolvingBootstrap extends ServerBootstrap {
    @Override
    public ChannelFuture bind(SocketAddress address) {
      return super.bind(
          address instanceof InetSocketAddress named && named.isUnresolved()
              ? new InetSocketAddress(named.getHostString(), named.getPort())
              : address);
    }
  }
}
