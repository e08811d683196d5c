package dev.baton.audit.events;

import dev.baton.access.TestTokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Many connections that follow the stream, read by one thread: whoever asks what was heard. */
final class StreamConnections implements AutoCloseable {

  private final int port;
  private final Selector selector = Selector.open();
  private final List<SocketChannel> channels = new ArrayList<>();
  private final List<StringBuilder> texts = new ArrayList<>();
  private final ByteBuffer buffer = ByteBuffer.allocate(16_384);

  StreamConnections(int port) throws IOException {
    this.port = port;
  }

  void open(String query) throws IOException {
    var text = new StringBuilder();
    texts.add(text);
    SocketChannel channel = connect(query);
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ, text);
  }

  /** What comes stays where it is. */
  void openUnread(String query) throws IOException {
    SocketChannel unused = connect(query);
  }

  private SocketChannel connect(String query) throws IOException {
    SocketChannel channel = SocketChannel.open();
    channels.add(channel);
    channel.setOption(StandardSocketOptions.SO_RCVBUF, 4_096);
    channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    String request =
        "GET /v1/events/stream%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n"
            .formatted(query, TestTokens.token("admin"));
    ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    return channel;
  }

  /** How many have heard this so far. */
  int heard(String what) throws IOException {
    while (selector.selectNow() > 0) {
      for (SelectionKey key : selector.selectedKeys()) {
        read(key);
      }
      selector.selectedKeys().clear();
    }
    return (int) texts.stream().filter(text -> text.indexOf(what) >= 0).count();
  }

  private void read(SelectionKey key) throws IOException {
    var channel = (SocketChannel) key.channel();
    if (channel.read(buffer.clear()) < 0) {
      key.cancel();
    }
    buffer.flip();
    ((StringBuilder) key.attachment()).append(StandardCharsets.UTF_8.decode(buffer));
  }

  @Override
  public void close() throws IOException {
    for (SocketChannel channel : channels) {
      channel.close();
    }
    selector.close();
  }
}
