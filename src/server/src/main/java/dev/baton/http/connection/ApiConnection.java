package dev.baton.http.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One connection to the API, and how long it may stay as it is. Whoever has made an authenticated
 * request on it is known; everybody else is a stranger and has less time. It stands before TLS.
 */
public final class ApiConnection extends ChannelInboundHandlerAdapter {

  private static final Duration HALF_REQUEST = Duration.ofSeconds(10);
  private static final Duration STRANGER_IDLE = Duration.ofSeconds(10);
  private static final Duration STRANGER_SERVED = Duration.ofMinutes(1);
  private static final Duration KNOWN_IDLE = Duration.ofSeconds(75);

  /** A body holds the thread that reads it, whoever sends it; one of 1 MB comes in less. */
  private static final Duration WHOLE_BODY = Duration.ofSeconds(30);

  private static final AttributeKey<ApiConnection> KEY =
      AttributeKey.valueOf(ApiConnection.class.getName());

  private final Channel channel;
  private final InetAddress peer;
  private final ApiConnections table;
  private final Set<HttpServerRequest> requests = ConcurrentHashMap.newKeySet();
  private final Map<HttpServerRequest, Long> bodies = new ConcurrentHashMap<>();
  private volatile boolean known;
  private volatile boolean half;
  private volatile boolean multiplexed;
  private volatile long since = System.nanoTime();

  private ApiConnection(Channel channel, InetAddress peer, ApiConnections table) {
    this.channel = channel;
    this.peer = peer;
    this.table = table;
  }

  /** Has an accepted connection watched from its first byte on. */
  static void watch(Channel channel, InetAddress peer, ApiConnections table) {
    ApiConnection connection = new ApiConnection(channel, peer, table);
    // An upgrade to HTTP/2 removes all handlers: what must last hangs on the channel itself.
    channel.attr(KEY).set(connection);
    channel.pipeline().addFirst(connection);
    channel.closeFuture().addListener(closed -> table.forget(connection));
  }

  /** The connection of a request; empty where it came in another way. */
  public static Optional<ApiConnection> of(HttpServerRequest request) {
    return request.connection() instanceof ConnectionBase connection
        ? Optional.ofNullable(connection.channel().attr(KEY).get())
        : Optional.empty();
  }

  InetAddress peer() {
    return peer;
  }

  boolean closed() {
    return !channel.isOpen();
  }

  /** Whether a request is being answered. */
  boolean atWork() {
    return !requests.isEmpty();
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    table.admit(this);
    context.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object bytes) {
    // HTTP/2 has frames between requests too.
    if (!half && !atWork() && !multiplexed) {
      half = true;
      since = System.nanoTime();
    }
    context.fireChannelRead(bytes);
  }

  void began(HttpServerRequest request) {
    multiplexed = request.version() == HttpVersion.HTTP_2;
    if (!atWork()) {
      since = System.nanoTime();
    }
    requests.add(request);
    half = false;
    table.used(this);
  }

  /** May be told several times of one request. */
  void ended(HttpServerRequest request) {
    if (requests.remove(request)) {
      since = System.nanoTime();
    }
  }

  /** An authenticated request was made on it. */
  void authenticated() {
    if (!known) {
      known = true;
      table.recognize(this);
    }
  }

  /** Somebody waits for the body of that request from now on. */
  public void awaitsBody(HttpServerRequest request) {
    bodies.put(request, System.nanoTime());
  }

  /** Nobody waits for it any more. */
  public void bodyEnded(HttpServerRequest request) {
    bodies.remove(request);
  }

  boolean overdue(long now) {
    boolean endless = known && atWork();
    return !endless && now - since > limit().toNanos();
  }

  /** Ends what has waited for its body too long; over HTTP/2 the other requests go on. */
  void endSlowBodies(long now) {
    bodies.forEach((request, begun) -> {
      if (now - begun <= WHOLE_BODY.toNanos()) {
        return;
      }
      if (request.version() == HttpVersion.HTTP_2) {
        channel.eventLoop().execute(() -> request.response().reset());
      } else {
        abort();
      }
    });
  }

  private Duration limit() {
    if (atWork()) {
      return STRANGER_SERVED;
    }
    return half ? HALF_REQUEST : known ? KNOWN_IDLE : STRANGER_IDLE;
  }

  /** Ends it at once, with all it has not taken yet; the other side gets a reset. */
  public void abort() {
    channel.eventLoop().execute(this::reset);
  }

  private void reset() {
    if (channel.isOpen()) {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
      // Straight at the socket: on its way through the handlers TLS would wait to say good-bye.
      channel.unsafe().close(channel.newPromise());
    }
  }
}
