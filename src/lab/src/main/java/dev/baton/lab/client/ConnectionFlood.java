package dev.baton.lab.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Connections that never become anything: idle ones, half handshakes and half requests, each made
 * again a while after it was ended. Answers every line of its input with the number of connections
 * made so far, and ends when its input does.
 */
public final class ConnectionFlood {

  private static final String HALF_HELLO =
      "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003";
  private static final String HALF_REQUEST = "GET /v1/pairs HTTP/1.1\r\nHos";
  private static final List<String> OPENINGS = List.of("", HALF_HELLO, HALF_REQUEST);
  private static final int AT_ONCE = 50;
  private static final Duration LOOK = Duration.ofMillis(10);

  private final Duration pause;
  private final Selector selector = Selector.open();
  private final Queue<Due> waiting = new ArrayDeque<>();
  private final ByteBuffer ignored = ByteBuffer.allocate(4096);
  private final AtomicLong made = new AtomicLong();

  /** Who connects from where to whom, and what it says before it falls silent. */
  private record Stranger(InetSocketAddress from, InetSocketAddress to, String words) {}

  private record Due(long at, Stranger stranger) {}

  private ConnectionFlood(Duration pause, List<Stranger> strangers) throws IOException {
    this.pause = pause;
    long now = System.nanoTime();
    strangers.forEach(stranger -> waiting.add(new Due(now, stranger)));
  }

  /**
   * Runs it.
   *
   * @param arguments milliseconds before one that was ended comes again; own addresses, separated
   *     by commas; then for each target {@code ADDRESS:PORT:IDLE:HELLOS:REQUESTS}
   */
  public static void main(String[] arguments) throws IOException {
    List<String> sources = List.of(arguments[1].split(",", -1));
    List<Stranger> strangers = new ArrayList<>();
    for (String target : List.of(arguments).subList(2, arguments.length)) {
      String[] words = target.split(":", -1);
      var to = new InetSocketAddress(words[0], Integer.parseInt(words[1]));
      for (int kind = 0; kind < OPENINGS.size(); kind++) {
        for (int i = 0; i < Integer.parseInt(words[2 + kind]); i++) {
          var from = new InetSocketAddress(sources.get(strangers.size() % sources.size()), 0);
          strangers.add(new Stranger(from, to, OPENINGS.get(kind)));
        }
      }
    }
    Collections.shuffle(strangers);
    var flood = new ConnectionFlood(Duration.ofMillis(Long.parseLong(arguments[0])), strangers);
    Thread.ofPlatform().daemon().name("flood").start(flood::run);
    var input = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    while (input.readLine() != null) {
      System.out.println(flood.made.get());
    }
  }

  private void run() {
    try {
      while (true) {
        for (int i = 0; i < AT_ONCE && isDue(); i++) {
          connect(waiting.remove().stranger());
        }
        selector.select(this::goOn, LOOK.toMillis());
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean isDue() {
    Due next = waiting.peek();
    return next != null && System.nanoTime() - next.at() >= 0;
  }

  private void connect(Stranger stranger) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.configureBlocking(false);
      channel.bind(stranger.from());
      boolean atOnce = channel.connect(stranger.to());
      SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT, stranger);
      if (atOnce) {
        speak(key);
      }
    } catch (IOException refused) {
      again(channel, stranger);
    }
  }

  private void goOn(SelectionKey key) {
    try {
      if (key.isConnectable()) {
        speak(key);
      } else if (((SocketChannel) key.channel()).read(ignored.clear()) < 0) {
        again((SocketChannel) key.channel(), (Stranger) key.attachment());
      }
    } catch (IOException ended) {
      again((SocketChannel) key.channel(), (Stranger) key.attachment());
    }
  }

  private void speak(SelectionKey key) throws IOException {
    SocketChannel channel = (SocketChannel) key.channel();
    if (channel.finishConnect()) {
      made.incrementAndGet();
      String words = ((Stranger) key.attachment()).words();
      int unused = channel.write(ByteBuffer.wrap(words.getBytes(ISO_8859_1)));
      key.interestOps(SelectionKey.OP_READ);
    }
  }

  private void again(SocketChannel channel, Stranger stranger) {
    try {
      channel.close();
    } catch (IOException alreadyClosed) {
      // Nothing is left to end.
    }
    waiting.add(new Due(System.nanoTime() + pause.toNanos(), stranger));
  }
}
