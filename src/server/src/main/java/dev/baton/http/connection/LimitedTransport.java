package dev.baton.http.connection;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.impl.transports.JDKTransport;
import io.vertx.core.net.NetServerOptions;
import java.net.InetSocketAddress;

/**
 * The JDK's sockets, with an {@link ApiConnection} before every connection that is accepted:
 * Quarkus and Vert.x limit bodies and idle time, but not how long a request may stay half, nor how
 * many connections come from where. Found by Vert.x as a service.
 */
public final class LimitedTransport extends JDKTransport {

  @Override
  public void configure(NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
    super.configure(options, domainSocket, bootstrap);
    bootstrap.handler(new Accepting());
  }

  /** Meets accepted connections before their first byte is read. */
  @ChannelHandler.Sharable
  private static final class Accepting extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
      if (accepted instanceof Channel channel
          && channel.remoteAddress() instanceof InetSocketAddress peer) {
        ApiConnection.watch(channel, peer.getAddress(), ApiConnections.ALL);
      }
      context.fireChannelRead(accepted);
    }
  }
}
