package dev.parlance.http;

import java.nio.file.Path;

/// The PEM files of a listener that speaks TLS.
///
/// @param certificate the certificate chain, leaf first
/// @param key the unencrypted PKCS#8 private key of the leaf
public record Tls(Path certificate, Path key) {}
