package dev.baton.agent;

import dev.baton.protocol.ActionRequest;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.Json;
import dev.baton.protocol.Pem;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Calls an agent as a control plane does, or as somebody who should not. */
public final class TestCaller {

  private final HttpClient client;
  private final SSLContext context;
  private final int port;
  private final String base;

  /**
   * @param own what to show; empty to show no certificate
   * @param protocol the one TLS version to speak
   */
  TestCaller(
      int port,
      TestCertificates authority,
      Optional<TestCertificates.Credentials> own,
      String protocol)
      throws IOException, GeneralSecurityException {
    base = "https://127.0.0.1:" + port;
    this.port = port;
    context = context(authority, own);
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(context)
            .sslParameters(new SSLParameters(null, new String[] {protocol}))
            .build();
  }

  TestCaller(int port, TestCertificates authority, TestCertificates.Credentials own)
      throws IOException, GeneralSecurityException {
    this(port, authority, Optional.of(own), "TLSv1.3");
  }

  /** What came back. */
  public record Reply(int status, Map<String, @Nullable Object> body) {

    public String text(String key) {
      return String.valueOf(body.get(key));
    }

    public String result(String key) {
      return String.valueOf(Json.object(body.get("result"), "result").get(key));
    }

    public String fact(String key) {
      return String.valueOf(Json.object(body.get("facts"), "facts").get(key));
    }
  }

  /** A bare connection behind its handshake. */
  public SSLSocket open() throws IOException {
    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
    socket.startHandshake();
    return socket;
  }

  public Reply get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(base + path)).build());
  }

  public Reply send(String method, String path, String body)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(URI.create(base + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  Reply read(ActionType type, Map<String, String> params) throws IOException, InterruptedException {
    return send("POST", "/v1/reads/" + type.wireName(), Json.write(Map.of("params", params)));
  }

  public Reply perform(String id, ActionRequest request) throws IOException, InterruptedException {
    return perform(id, request.toMap(), 55);
  }

  public Reply perform(String id, Map<String, Object> request, int wait)
      throws IOException, InterruptedException {
    return send("PUT", actionPath(id) + "?wait=" + wait, Json.write(request));
  }

  public static String actionPath(String id) {
    return "/v1/actions/" + URLEncoder.encode(id, StandardCharsets.UTF_8);
  }

  private Reply send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    return new Reply(response.statusCode(), Json.readObject(response.body()));
  }

  private static SSLContext context(
      TestCertificates authority, Optional<TestCertificates.Credentials> own)
      throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("ca", Pem.certificates(authority.trust()).getFirst());
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    if (own.isPresent()) {
      X509Certificate[] chain =
          Pem.certificates(own.get().certificate()).toArray(X509Certificate[]::new);
      keys.setKeyEntry("own", Pem.privateKey(own.get().key()), new char[0], chain);
    }
    KeyManagerFactory key = KeyManagerFactory.getInstance("PKIX");
    key.init(keys, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(key.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }
}
