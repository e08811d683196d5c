package dev.baton.host;

import dev.baton.pair.HostId;
import dev.baton.protocol.AuthorityTrust;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Trusts the agent of one host and no other: the chain must be good, and the certificate's only URI
 * name must be {@code baton://host/<id>}. So the right machine is known before the first byte of a
 * request.
 */
final class HostTrust implements X509TrustManager {

  private static final int URI_NAME = 6; // RFC 5280, GeneralName uniformResourceIdentifier

  private final X509TrustManager chain;
  private final HostId host;
  private volatile X509Certificate @Nullable [] last;

  HostTrust(X509TrustManager chain, HostId host) {
    this.chain = chain;
    this.host = host;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] certificates, String authType)
      throws CertificateException {
    chain.checkServerTrusted(certificates, authType);
    Collection<List<?>> names =
        Objects.requireNonNullElse(
            certificates[0].getSubjectAlternativeNames(), List.<List<?>>of());
    List<String> uris =
        names.stream()
            .filter(name -> Objects.equals(name.get(0), URI_NAME))
            .map(name -> String.valueOf(name.get(1)))
            .toList();
    if (!uris.equals(List.of("baton://host/" + host))) {
      throw new CertificateException(
          "peer identity %s is not that of host %s".formatted(uris, host));
    }
    last = certificates.clone();
  }

  /** Whether what the host has shown last is good in other eyes too; true before it came. */
  boolean wouldBeAcceptedBy(AuthorityTrust other) {
    X509Certificate[] shown = last;
    return shown == null || other.accepts(shown);
  }

  /** What the host has shown last, its own certificate first; empty before it came. */
  List<X509Certificate> shown() {
    X509Certificate[] shown = last;
    return shown == null ? List.of() : List.of(shown);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] certificates, String authType)
      throws CertificateException {
    throw new CertificateException("agents do not call the control plane");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return chain.getAcceptedIssuers();
  }
}
