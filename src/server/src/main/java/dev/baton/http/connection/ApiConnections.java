package dev.baton.http.connection;

import dev.baton.protocol.ConnectionTable;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** All connections to the API; strangers take no places from those who have shown a token. */
final class ApiConnections {

  /** Vert.x opens its sockets before there is anything to inject. */
  static final ApiConnections ALL = new ApiConnections();

  private final ConnectionTable<ApiConnection> strangers = new ConnectionTable<>(2048, 1024);
  private final ConnectionTable<ApiConnection> known = new ConnectionTable<>(4096, 2048);

  private ApiConnections() {}

  void admit(ApiConnection connection) {
    // One at work goes too: who has a token shows it at once, and is none any more.
    place(connection, strangers, stranger -> true);
  }

  void recognize(ApiConnection connection) {
    strangers.forget(connection);
    place(connection, known, other -> !other.atWork());
    if (connection.closed()) {
      // It went meanwhile, and nobody will say so again.
      forget(connection);
    }
  }

  private static void place(
      ApiConnection connection,
      ConnectionTable<ApiConnection> table,
      Predicate<ApiConnection> mayGo) {
    String owner = ConnectionTable.addressOwner(connection.peer());
    table.admit(connection, owner, mayGo).ifPresent(ApiConnection::abort);
  }

  void used(ApiConnection connection) {
    known.used(connection);
  }

  void forget(ApiConnection connection) {
    strangers.forget(connection);
    known.forget(connection);
  }

  /** Ends those that have had their time. */
  void sweep() {
    long now = System.nanoTime();
    Stream.of(strangers, known)
        .flatMap(table -> table.all().stream())
        .forEach(connection -> {
          connection.endSlowBodies(now);
          if (connection.overdue(now)) {
            connection.abort();
          }
        });
  }
}
