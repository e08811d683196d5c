package dev.baton.agent.network;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.policy.Form;
import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.EvidenceKey;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
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
          EvidenceKey.WHY.wireName(),
          String.valueOf(e.getMessage()));
    }
  }
}
