package dev.baton.access;

import dev.baton.pair.HostId;
import java.util.List;

/** Whom a certificate speaks for: exactly one URI, which both sides check on every call. */
sealed interface CertificateSubject {

  /** Also the name of the files it is written to. */
  String name();

  /** The one URI in the certificate; renaming its parts locks out every agent in the field. */
  String uri();

  /**
   * An agent. It serves the control plane and, when files are copied, calls other agents.
   *
   * @param addresses IP addresses it is reached at; may be empty
   */
  record AgentSubject(HostId host, List<String> addresses) implements CertificateSubject {
    public AgentSubject {
      addresses = List.copyOf(addresses);
    }

    @Override
    public String name() {
      return host.value();
    }

    @Override
    public String uri() {
      return "baton://host/" + host.value();
    }
  }

  /** A control-plane replica. It only ever calls. */
  record ReplicaSubject(HostId replica) implements CertificateSubject {

    @Override
    public String name() {
      return replica.value();
    }

    @Override
    public String uri() {
      return "baton://control-plane/" + replica.value();
    }
  }
}
