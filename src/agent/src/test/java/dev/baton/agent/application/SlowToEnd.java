package dev.baton.agent.application;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** An application that closes its port as soon as it is told to stop, and takes time to end. */
final class SlowToEnd {

  private SlowToEnd() {}

  /** Takes its port and how many milliseconds it works on after it has closed that. */
  public static void main(String[] args) throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    HttpServer web =
        HttpServer.create(new InetSocketAddress(loopback, Integer.parseInt(args[0])), 0);
    web.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    web.start();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              web.stop(0);
              try {
                Thread.sleep(Long.parseLong(args[1]));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            }));
  }
}
