package dev.baton.agent.files;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.FolderScript;
import dev.baton.agent.os.Programs;
import dev.baton.agent.os.ServiceFolder;
import dev.baton.agent.policy.PolicyKey;
import dev.baton.agent.tls.AgentTls;
import dev.baton.agent.tls.PeerIdentity;
import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.Json;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Sends the files that differ directly to another host's agent. */
public final class FileSender {

  private final SyncedFiles files;
  private final AgentTls tls;

  public FileSender(SyncedFiles files, AgentTls tls) {
    this.files = files;
    this.tls = tls;
  }

  public Map<String, String> run(ActionContext actionContext)
      throws FailedException, IOException, InterruptedException {
    Map<String, String> there = manifest(actionContext);
    Map<String, String> here = files.manifest();
    TreeSet<String> gone = new TreeSet<>(there.keySet());
    gone.removeIf(name -> here.containsKey(name) || !name.contains("/"));
    Map<String, String> changed = new TreeMap<>(here);
    changed.entrySet().removeIf(file -> file.getValue().equals(there.get(file.getKey())));
    long bytes = push(actionContext, changed, gone);
    TreeSet<String> names = new TreeSet<>(changed.keySet());
    names.addAll(gone);
    TreeSet<String> ids = new TreeSet<>();
    names.forEach(name -> ids.add(name.split("/", 2)[0]));
    return Map.of(
        EvidenceKey.SENT.wireName(), String.join(",", ids),
        EvidenceKey.REMOVED.wireName(), String.join(",", gone),
        EvidenceKey.BYTES.wireName(), Long.toString(bytes));
  }

  private Map<String, String> manifest(ActionContext actionContext)
      throws FailedException, IOException {
    HttpsURLConnection connection = open(actionContext, "GET");
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

  private long push(ActionContext actionContext, Map<String, String> changed, Set<String> gone)
      throws FailedException, IOException, InterruptedException {
    HttpsURLConnection connection = open(actionContext, "PUT");
    connection.setDoOutput(true);
    connection.setChunkedStreamingMode(0);
    Map<String, FileScan.ScannedFile> entries = files.files();
    long bytes = 0;
    try (DataOutputStream out = new DataOutputStream(connection.getOutputStream())) {
      for (Map.Entry<String, String> file : changed.entrySet()) {
        FileScan.ScannedFile entry = entries.get(file.getKey());
        if (entry == null) {
          throw new FailedException(file.getKey() + " went away meanwhile");
        }
        new FileFrame(file.getKey(), file.getValue(), entry.size()).write(out);
        copy(entry, out);
        bytes += entry.size();
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

  /** Read with the rights of its account; the receiver compares it with its digest. */
  private static void copy(FileScan.ScannedFile entry, OutputStream out)
      throws FailedException, IOException, InterruptedException {
    ServiceFolder folder = ServiceFolder.holding(entry.path(), entry.account());
    String name = String.valueOf(entry.path().getFileName());
    if (!folder.requirePlain(name)) {
      throw new FailedException(entry.path() + " went away meanwhile");
    }
    Process helper =
        Programs.start(
            folder.words(FolderScript.READ, name, Long.toString(entry.size())),
            ProcessBuilder.Redirect.PIPE);
    helper.getOutputStream().close();
    long left = entry.size();
    try (InputStream in = helper.getInputStream()) {
      byte[] buffer = new byte[16_384];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        left -= n;
        out.write(buffer, 0, n);
      }
    }
    if (helper.waitFor() != 0 || left != 0) {
      throw new FailedException(entry.path() + " changed while it was sent");
    }
  }

  private HttpsURLConnection open(ActionContext actionContext, String method)
      throws FailedException, IOException {
    String to = actionContext.param(ActionParameter.TO);
    if (!PolicyKey.Kind.ENDPOINT.fits(to)) {
      throw new FailedException("'" + to + "' is not address:port");
    }
    int millis = (int) Math.min(Integer.MAX_VALUE, actionContext.deadline().left().toMillis() + 1);
    try {
      URI uri =
          new URI("https://" + to + "/v1/files/" + actionContext.param(ActionParameter.TICKET));
      HttpsURLConnection connection = (HttpsURLConnection) uri.toURL().openConnection();
      connection.setSSLSocketFactory(tls.context().getSocketFactory());
      connection.setHostnameVerifier(
          (name, session) -> isHost(session, actionContext.param(ActionParameter.HOST)));
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
