package dev.baton.agent.files;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.policy.Form;
import dev.baton.agent.tls.AgentTls;
import dev.baton.agent.tls.PeerIdentity;
import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.FileFacts;
import dev.baton.protocol.Json;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
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
    Map<String, ScannedFile> entries = files.files();
    Map<String, String> here = files.manifest(entries);
    requireNothingEmptied(here, there, actionContext.param(ActionParameter.HOST));
    Map<String, FileFrame> frames = new TreeMap<>();
    here.forEach((name, digest) -> {
      ScannedFile file = entries.get(name);
      if (file != null) {
        frames.put(name, new FileFrame(name, digest, file.size(), file.changedAt()));
      }
    });
    there.keySet().stream()
        .filter(name -> !here.containsKey(name) && name.contains("/"))
        .forEach(name -> frames.put(name, FileFrame.removal(name)));
    List<FileFrame> changes =
        frames.values().stream()
            .filter(frame -> !frame.digest().equals(there.get(frame.name())))
            .toList();
    String overwritten = push(actionContext, frames.values(), changes, entries);
    files.agreed().agree(here);
    return evidence(changes, overwritten);
  }

  /**
   * An item that is empty here shows a disk that is not mounted, or a file that was cut off, more
   * often than that all of it was deleted.
   */
  private void requireNothingEmptied(
      Map<String, String> here, Map<String, String> there, String receiver) throws FailedException {
    for (Map.Entry<String, Path> item : files.policy().paths().entrySet()) {
      if (!hasAny(here, item.getKey()) && hasAny(there, item.getKey())) {
        throw new FailedException(
            "%s is empty or gone here, and not on %s: nothing is removed there for that; see that its disk is mounted here, or empty it on %s by hand"
                .formatted(item.getValue(), receiver, receiver));
      }
    }
  }

  private static boolean hasAny(Map<String, String> manifest, String id) {
    return !FileFacts.isNothing(manifest.getOrDefault(id, FileFacts.ABSENT))
        || manifest.keySet().stream().anyMatch(name -> name.startsWith(id + "/"));
  }

  private static Map<String, String> evidence(List<FileFrame> changes, String overwritten) {
    TreeSet<String> items = new TreeSet<>();
    changes.forEach(frame -> items.add(frame.name().split("/", 2)[0]));
    Map<String, String> evidence = new TreeMap<>();
    evidence.put(EvidenceKey.SENT.wireName(), String.join(",", items));
    evidence.put(
        EvidenceKey.REMOVED.wireName(),
        changes.stream()
            .filter(FileFrame::removed)
            .map(FileFrame::name)
            .collect(Collectors.joining(",")));
    evidence.put(
        EvidenceKey.BYTES.wireName(),
        Long.toString(changes.stream().mapToLong(FileFrame::size).sum()));
    if (!overwritten.isEmpty()) {
      evidence.put(EvidenceKey.OVERWRITTEN.wireName(), overwritten);
    }
    return evidence;
  }

  private Map<String, String> manifest(ActionContext actionContext)
      throws FailedException, IOException {
    Map<String, @Nullable Object> body = answer(open(actionContext, "GET"));
    Map<String, String> manifest = new TreeMap<>();
    try {
      Json.object(body.get("files"), "files")
          .forEach((name, digest) -> manifest.put(name, String.valueOf(digest)));
      return manifest;
    } catch (IllegalArgumentException e) {
      throw senseless(e);
    }
  }

  /** Returns what the other agent kept of files that were changed there. */
  private String push(
      ActionContext actionContext,
      Collection<FileFrame> frames,
      List<FileFrame> changes,
      Map<String, ScannedFile> entries)
      throws FailedException, IOException, InterruptedException {
    HttpsURLConnection connection = open(actionContext, "PUT");
    connection.setDoOutput(true);
    connection.setChunkedStreamingMode(0);
    try (DataOutputStream out = new DataOutputStream(connection.getOutputStream())) {
      for (FileFrame frame : frames) {
        frame.write(out);
      }
      FileFrame.end().write(out);
      for (FileFrame frame : changes) {
        frame.write(out);
        ScannedFile entry = entries.get(frame.name());
        if (!frame.removed() && entry != null) {
          entry.copyTo(out);
        }
      }
      FileFrame.end().write(out);
    }
    Object overwritten = answer(connection).get(EvidenceKey.OVERWRITTEN.wireName());
    return overwritten instanceof String text ? text : "";
  }

  private HttpsURLConnection open(ActionContext actionContext, String method)
      throws FailedException, IOException {
    String to = actionContext.param(ActionParameter.TO);
    if (!Form.ENDPOINT.fits(to)) {
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

  private static Map<String, @Nullable Object> answer(HttpsURLConnection connection)
      throws FailedException, IOException {
    int status = connection.getResponseCode();
    InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream();
    String text = body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8);
    if (status != 200) {
      throw new FailedException("the other agent answered %d: %s".formatted(status, text));
    }
    try {
      return Json.readObject(text);
    } catch (IllegalArgumentException e) {
      throw senseless(e);
    }
  }

  private static FailedException senseless(IllegalArgumentException e) {
    return new FailedException("the other agent's answer makes no sense: " + e.getMessage());
  }
}
