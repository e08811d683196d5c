package dev.baton.agent.tls;

import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * Who is at the other end: the one URI name of its certificate, for example {@code
 * baton://host/east-db} or {@code baton://control-plane/one}.
 */
public record PeerIdentity(String uri) {

  private static final String HOST = "baton://host/";
  private static final String CONTROL_PLANE = "baton://control-plane/";
  private static final int URI_NAME = 6; // GeneralName of RFC 5280, uniformResourceIdentifier

  /** Asked on every request: a connection may have outlived the certificate it was opened with. */
  public static PeerIdentity of(SSLSession session)
      throws SSLPeerUnverifiedException, CertificateException {
    Certificate[] chain = session.getPeerCertificates();
    X509Certificate certificate = (X509Certificate) chain[0];
    certificate.checkValidity();
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    List<String> uris =
        (names == null ? List.<List<?>>of() : names)
            .stream()
                .filter(name -> Integer.valueOf(URI_NAME).equals(name.get(0)))
                .map(name -> String.valueOf(name.get(1)))
                .toList();
    if (uris.size() != 1) {
      throw new CertificateException("certificate has %d URI names".formatted(uris.size()));
    }
    return new PeerIdentity(uris.getFirst());
  }

  public boolean isControlPlane() {
    return uri.startsWith(CONTROL_PLANE) && uri.length() > CONTROL_PLANE.length();
  }

  public boolean isHost(String host) {
    return uri.equals(HOST + host);
  }
}
