package dev.baton.agent.tls;

import dev.baton.agent.policy.Policy;
import dev.baton.protocol.AuthorityTrust;
import dev.baton.protocol.KeyFiles;
import dev.baton.protocol.RevocationList;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Mutual TLS of this agent: TLS 1.3 only, and both sides show a certificate. What stands in the
 * files of the policy counts within a second of their change, for connections that stand too.
 */
public final class AgentTls {

  private static final String REVOKED = "revoked.pem";

  private final KeyFiles.Places places;
  private volatile Loaded loaded;
  private String refused = "";

  /** What was read last and fits together. */
  private record Loaded(KeyFiles files, AuthorityTrust trust, SSLContext context) {}

  public AgentTls(Policy policy) throws IOException, GeneralSecurityException {
    places =
        new KeyFiles.Places(
            policy.certificate(),
            policy.key(),
            policy.trust(),
            Optional.of(policy.state().resolve(REVOKED)));
    loaded = load(places.read());
  }

  private static Loaded load(KeyFiles files) throws IOException, GeneralSecurityException {
    AuthorityTrust trust = files.trusted();
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        new KeyManager[] {new OwnKey(files.chain(), files.key())},
        new TrustManager[] {trust},
        null);
    return new Loaded(files, trust, context);
  }

  /** Reads the files again if they have changed; there is another {@link #context} then. */
  public synchronized void refresh() {
    String digest = "";
    try {
      digest = places.digest();
      if (digest.equals(loaded.files().digest()) || digest.equals(refused)) {
        return;
      }
      loaded = load(places.read());
      System.err.printf("certificates were read again; the own one ends %s%n", expiry());
    } catch (IOException | GeneralSecurityException e) {
      if (!digest.equals(refused) || digest.isEmpty()) {
        System.err.printf("the former certificates stay in force: %s%n", e.getMessage());
      }
      refused = digest;
    }
  }

  /**
   * The file for a list of revoked certificates.
   *
   * @throws GeneralSecurityException if no trusted authority has signed all of it, or it is older
   *     than the list in force
   */
  public Path placeFor(String list) throws GeneralSecurityException {
    KeyFiles now = loaded.files();
    RevocationList offered = RevocationList.of(list, now.authorities());
    if (offered.foreign() > 0) {
      throw new GeneralSecurityException("no trusted authority has signed it");
    }
    if (!offered.supersedes(RevocationList.of(now.revoked(), now.authorities()))) {
      throw new GeneralSecurityException("it is older than the list in force");
    }
    return places.revoked().orElseThrow();
  }

  /** Whether the other side of that connection would be let in now. */
  public boolean trusts(SSLSession session) {
    try {
      return loaded.trust().accepts(session.getPeerCertificates());
    } catch (SSLPeerUnverifiedException nobody) {
      return false;
    }
  }

  public SSLContext context() {
    return loaded.context();
  }

  public Instant expiry() {
    return loaded.files().chain().getFirst().getNotAfter().toInstant();
  }

  /** The server's end of TLS over an accepted connection, which stays open when TLS ends. */
  public SSLSocket accept(Socket connection) throws IOException {
    SSLContext context = context();
    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(connection, null, false);
    SSLParameters parameters = context.getDefaultSSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3"});
    parameters.setNeedClientAuth(true);
    socket.setSSLParameters(parameters);
    return socket;
  }

  /** The JDK's own key manager over a key store decodes the key again at every handshake. */
  private static final class OwnKey extends X509ExtendedKeyManager {

    private static final String ALIAS = "own";
    private final X509Certificate[] chain;
    private final PrivateKey key;

    OwnKey(List<X509Certificate> chain, PrivateKey key) {
      this.chain = chain.toArray(X509Certificate[]::new);
      this.key = key;
    }

    private @Nullable String alias(@Nullable String keyType) {
      return key.getAlgorithm().equals(keyType) ? ALIAS : null;
    }

    @Override
    public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
      return new String[] {ALIAS};
    }

    @Override
    public @Nullable String chooseClientAlias(
        String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return ALIAS;
    }

    @Override
    public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
      return new String[] {ALIAS};
    }

    @Override
    public @Nullable String chooseServerAlias(
        String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return alias(type);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
        String type, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
      return alias(type);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return chain.clone();
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return key;
    }
  }
}
