package dev.baton.agent;

import dev.baton.action.ActionRequest;
import dev.baton.action.ActionType;
import dev.baton.action.Json;
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
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Calls an agent as a control plane does, or as somebody who should not. */
final class TestCaller {

  private final HttpClient client;
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
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(context(authority, own))
            .sslParameters(new SSLParameters(null, new String[] {protocol}))
            .build();
  }

  TestCaller(int port, TestCertificates authority, TestCertificates.Credentials own)
      throws IOException, GeneralSecurityException {
    this(port, authority, Optional.of(own), "TLSv1.3");
  }

  /** What came back. */
  record Reply(int status, Map<String, @Nullable Object> body) {

    String text(String key) {
      return String.valueOf(body.get(key));
    }

    String result(String key) {
      return String.valueOf(Json.object(body.get("result"), "result").get(key));
    }

    String fact(String key) {
      return String.valueOf(Json.object(body.get("facts"), "facts").get(key));
    }
  }

  Reply get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(base + path)).build());
  }

  Reply send(String method, String path, String body) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(URI.create(base + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  Reply read(ActionType type, Map<String, String> params) throws IOException, InterruptedException {
    return send("POST", "/v1/reads/" + type.wireName(), Json.write(Map.of("params", params)));
  }

  Reply perform(String id, ActionRequest request) throws IOException, InterruptedException {
    return perform(id, request.toMap(), 55);
  }

  Reply perform(String id, Map<String, Object> request, int wait)
      throws IOException, InterruptedException {
    return send("PUT", actionPath(id) + "?wait=" + wait, Json.write(request));
  }

  static String actionPath(String id) {
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
