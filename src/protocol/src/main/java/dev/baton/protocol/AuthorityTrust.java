package dev.baton.protocol;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Trusts what the authorities have signed and have not revoked. */
public final class AuthorityTrust implements X509TrustManager {

  private final X509TrustManager chain;
  private final RevocationList revoked;

  public AuthorityTrust(List<X509Certificate> authorities, RevocationList revoked)
      throws GeneralSecurityException, IOException {
    this.revoked = revoked;
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    for (X509Certificate authority : authorities) {
      store.setCertificateEntry("authority-" + store.size(), authority);
    }
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    chain = x509(factory.getTrustManagers());
  }

  private static X509TrustManager x509(TrustManager[] managers) throws GeneralSecurityException {
    for (TrustManager manager : managers) {
      if (manager instanceof X509TrustManager x509) {
        return x509;
      }
    }
    throw new GeneralSecurityException("this JVM has no X.509 trust manager");
  }

  /** Whether the other side of a connection that stands would be let in now. */
  public boolean accepts(Certificate[] peer) {
    try {
      X509Certificate[] certificates = Arrays.copyOf(peer, peer.length, X509Certificate[].class);
      checkClientTrusted(certificates, certificates[0].getPublicKey().getAlgorithm());
      return true;
    } catch (CertificateException refused) {
      return false;
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] certificates, String keyType)
      throws CertificateException {
    chain.checkClientTrusted(certificates, keyType);
    refuseRevoked(certificates);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] certificates, String keyType)
      throws CertificateException {
    chain.checkServerTrusted(certificates, keyType);
    refuseRevoked(certificates);
  }

  private void refuseRevoked(X509Certificate[] certificates) throws CertificateException {
    for (X509Certificate certificate : certificates) {
      if (revoked.revokes(certificate)) {
        throw new CertificateException(
            "certificate %x of %s is revoked"
                .formatted(certificate.getSerialNumber(), certificate.getSubjectX500Principal()));
      }
    }
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return chain.getAcceptedIssuers();
  }
}
