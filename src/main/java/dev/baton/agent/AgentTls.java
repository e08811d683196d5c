package dev.baton.agent;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** This host's end of every connection: TLS 1.3 only, and both sides show a certificate. */
final class AgentTls {

  private final SSLContext context;
  private final X509Certificate own;

  AgentTls(Policy policy) throws IOException, GeneralSecurityException {
    List<X509Certificate> chain = Pem.certificates(policy.certificate());
    own = chain.getFirst();
    KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
    authorities.load(null, null);
    for (X509Certificate authority : Pem.certificates(policy.trust())) {
      authorities.setCertificateEntry("authority-" + authorities.size(), authority);
    }
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(authorities);
    KeyManager key = new OwnKey(chain, Pem.privateKey(policy.key()));
    context = SSLContext.getInstance("TLS");
    context.init(new KeyManager[] {key}, trust.getTrustManagers(), null);
  }

  SSLContext context() {
    return context;
  }

  Instant expiry() {
    return own.getNotAfter().toInstant();
  }

  HttpsConfigurator configurator() {
    return new HttpsConfigurator(context) {
      @Override
      public void configure(HttpsParameters connection) {
        SSLParameters parameters = getSSLContext().getDefaultSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3"});
        parameters.setNeedClientAuth(true);
        connection.setSSLParameters(parameters);
      }
    };
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
