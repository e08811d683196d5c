package dev.baton.access;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/** A certificate and the private key that belongs to it. */
record CertifiedKey(PrivateKey key, X509Certificate certificate) {}
