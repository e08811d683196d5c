package dev.baton.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A link of 300 ms with 2 % loss for TCP, as a program: {@code SlowLink SEED PORT:HOST:PORT…}.
 *
 * <p>What goes one way arrives later by the delay; a chunk that would have been lost arrives later
 * by a retransmission more, and holds up what is behind it, as TCP does.
 */
final class SlowLink {

  private static final long DELAY = 300_000_000;
  private static final long RETRANSMISSION = 500_000_000;
  private static final double LOSS = 0.02;

  private final RandomGenerator chance;

  private SlowLink(long seed) {
    chance = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(seed);
  }

  /** Bytes under way. */
  private record Chunk(ByteBuffer bytes, long due) {}

  /** Runs until it is killed. */
  public static void main(String[] arguments) throws IOException {
    SlowLink link = new SlowLink(Long.parseLong(arguments[0]));
    for (int i = 1; i < arguments.length; i++) {
      String[] route = arguments[i].split(":", 3);
      ServerSocket door = new ServerSocket();
      door.setReuseAddress(true);
      door.bind(new InetSocketAddress(Integer.parseInt(route[0])));
      InetSocketAddress to =
          new InetSocketAddress(InetAddress.getByName(route[1]), Integer.parseInt(route[2]));
      Thread.ofPlatform().start(() -> link.accept(door, to));
    }
  }

  private void accept(ServerSocket door, InetSocketAddress to) {
    while (true) {
      try {
        Socket near = door.accept();
        Thread.startVirtualThread(() -> join(near, to));
      } catch (IOException e) {
        System.err.println(e);
      }
    }
  }

  private void join(Socket near, InetSocketAddress to) {
    try {
      Socket far = new Socket();
      far.connect(to, 2000);
      near.setTcpNoDelay(true);
      far.setTcpNoDelay(true);
      carry(near, far, 0);
      carry(far, near, DELAY);
    } catch (IOException nobodyThere) {
      close(near);
    }
  }

  private void carry(Socket from, Socket to, long delay) {
    BlockingQueue<Chunk> underWay = new LinkedBlockingQueue<>();
    Thread.startVirtualThread(() -> read(from, underWay, delay));
    Thread.startVirtualThread(() -> write(underWay, to));
  }

  /** An empty chunk stands for the end. */
  private void read(Socket from, BlockingQueue<Chunk> underWay, long delay) {
    byte[] buffer = new byte[16 * 1024];
    try {
      InputStream in = from.getInputStream();
      for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
        ByteBuffer bytes = ByteBuffer.wrap(Arrays.copyOf(buffer, n));
        underWay.add(new Chunk(bytes, System.nanoTime() + delay + lateness()));
      }
    } catch (IOException broken) {
      // the end, as the other side will see
    }
    underWay.add(new Chunk(ByteBuffer.allocate(0), System.nanoTime() + delay));
  }

  private synchronized long lateness() {
    return chance.nextDouble() < LOSS ? RETRANSMISSION : 0;
  }

  private static void write(BlockingQueue<Chunk> underWay, Socket to) {
    try {
      OutputStream out = to.getOutputStream();
      while (true) {
        Chunk chunk = underWay.take();
        long early = chunk.due() - System.nanoTime();
        if (early > 0) {
          Thread.sleep(early / 1_000_000, (int) (early % 1_000_000));
        }
        if (!chunk.bytes().hasRemaining()) {
          to.shutdownOutput();
          return;
        }
        out.write(chunk.bytes().array());
        out.flush();
      }
    } catch (IOException broken) {
      close(to);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException closedAnyway) {
      // nothing is owed to anybody
    }
  }
}
