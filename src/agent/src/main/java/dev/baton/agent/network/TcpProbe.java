package dev.baton.agent.network;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.policy.Form;
import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.EvidenceKey;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Map;

/** Tests from this host whether a TCP port accepts connections; sends nothing. */
public final class TcpProbe {

  private static final int LIMIT_MILLIS = 2000;

  public Map<String, String> run(ActionContext actionContext) throws FailedException {
    String host = actionContext.param(ActionParameter.HOST);
    String port = actionContext.param(ActionParameter.PORT);
    if (!Form.ENDPOINT.fits(host + ":" + port)) {
      throw new FailedException("'%s:%s' is not address:port".formatted(host, port));
    }
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, Integer.parseInt(port)), LIMIT_MILLIS);
      return Map.of(EvidenceKey.CONNECTED.wireName(), "true");
    } catch (IOException e) {
      return Map.of(
          EvidenceKey.CONNECTED.wireName(),
          "false",
          EvidenceKey.DEFINITE.wireName(),
          Boolean.toString(definite(e)),
          EvidenceKey.WHY.wireName(),
          String.valueOf(e.getMessage()));
    }
  }

  /**
   * Whether the port is closed or its host does not answer. Anything else (no network, no free port
   * or file on this host) kept this host from asking, and tells nothing of the other one. By its
   * kind: the words of the system depend on its language.
   */
  private static boolean definite(IOException why) {
    return why instanceof ConnectException
        || why instanceof NoRouteToHostException
        || why instanceof SocketTimeoutException;
  }
}
