package dev.baton.agent;

import dev.baton.action.Json;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Pushes what differs to another host's agent, straight from host to host. */
final class FileSender {

  private final SyncedFiles files;
  private final AgentTls tls;

  FileSender(SyncedFiles files, AgentTls tls) {
    this.files = files;
    this.tls = tls;
  }

  Map<String, String> run(Run run) throws FailedException, IOException {
    Map<String, String> there = manifest(run);
    Map<String, String> here = files.manifest();
    TreeSet<String> gone = new TreeSet<>(there.keySet());
    gone.removeIf(name -> here.containsKey(name) || !name.contains("/"));
    Map<String, String> changed = new TreeMap<>(here);
    changed.entrySet().removeIf(file -> file.getValue().equals(there.get(file.getKey())));
    long bytes = push(run, changed, gone);
    TreeSet<String> names = new TreeSet<>(changed.keySet());
    names.addAll(gone);
    TreeSet<String> ids = new TreeSet<>();
    names.forEach(name -> ids.add(name.split("/", 2)[0]));
    return Map.of(
        "sent", String.join(",", ids),
        "removed", String.join(",", gone),
        "bytes", Long.toString(bytes));
  }

  private Map<String, String> manifest(Run run) throws FailedException, IOException {
    HttpsURLConnection connection = open(run, "GET");
    String text = answer(connection);
    Map<String, String> manifest = new TreeMap<>();
    try {
      Map<String, @Nullable Object> body = Json.readObject(text);
      Json.object(body.get("files"), "files")
          .forEach((name, digest) -> manifest.put(name, String.valueOf(digest)));
      return manifest;
    } catch (IllegalArgumentException e) {
      throw new FailedException("the other agent's answer makes no sense: " + e.getMessage());
    }
  }

  private long push(Run run, Map<String, String> changed, Set<String> gone)
      throws FailedException, IOException {
    HttpsURLConnection connection = open(run, "PUT");
    connection.setDoOutput(true);
    connection.setChunkedStreamingMode(0);
    Map<String, Path> paths = files.files();
    long bytes = 0;
    try (DataOutputStream out = new DataOutputStream(connection.getOutputStream())) {
      for (Map.Entry<String, String> file : changed.entrySet()) {
        Path path = paths.get(file.getKey());
        if (path == null) {
          throw new FailedException(file.getKey() + " went away meanwhile");
        }
        long size = Files.size(path);
        new FileFrame(file.getKey(), file.getValue(), size).write(out);
        bytes += Files.copy(path, out);
      }
      for (String name : gone) {
        FileFrame.removal(name).write(out);
      }
      FileFrame.end().write(out);
    }
    if (answer(connection).isEmpty()) {
      throw new FailedException("the other agent gave no answer");
    }
    return bytes;
  }

  private HttpsURLConnection open(Run run, String method) throws FailedException, IOException {
    String to = run.param("to");
    if (!PolicyKey.Kind.ENDPOINT.fits(to)) {
      throw new FailedException("'" + to + "' is not address:port");
    }
    int millis = (int) Math.min(Integer.MAX_VALUE, run.deadline().left().toMillis() + 1);
    try {
      URI uri = new URI("https://" + to + "/v1/files/" + run.param("ticket"));
      HttpsURLConnection connection = (HttpsURLConnection) uri.toURL().openConnection();
      connection.setSSLSocketFactory(tls.context().getSocketFactory());
      connection.setHostnameVerifier((name, session) -> isHost(session, run.param("host")));
      connection.setRequestMethod(method);
      connection.setConnectTimeout(Math.min(millis, 10_000));
      connection.setReadTimeout(millis);
      return connection;
    } catch (URISyntaxException e) {
      throw new FailedException("not a ticket: " + e.getMessage());
    }
  }

  /** Agents are known by their URI name, not by where they happen to be reached. */
  private static boolean isHost(SSLSession session, String host) {
    try {
      return PeerIdentity.of(session).isHost(host);
    } catch (SSLPeerUnverifiedException | CertificateException e) {
      return false;
    }
  }

  private static String answer(HttpsURLConnection connection) throws FailedException, IOException {
    int status = connection.getResponseCode();
    InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream();
    String text = body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8);
    if (status != 200) {
      throw new FailedException("the other agent answered %d: %s".formatted(status, text));
    }
    return text;
  }
}
