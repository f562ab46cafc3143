package dev.parlance.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.access.CompatProfile;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A listener that speaks TLS, with the same care as one that does not.
class TlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir static Path folder;

    @BeforeAll
    static void certificates() throws Exception {
        certificate("rsa", "RSA", "2048");
        certificate("ec", "EC", "256");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "ec"})
    void calls_and_streams_work(String kind) throws Exception {
        try (TestServer server = server(kind, Map.of());
                RawClient client = connect(server, kind)) {
            assertThat(server.http.addresses().getFirst().url()).startsWith("https://127.0.0.1:");
            for (int i = 0; i < 3; i++) {
                assertThat(client.send("POST", "/echo", "[" + i + "]").body())
                        .isEqualTo("[" + i + "]");
            }
            assertThat(client.send("GET", "/stream/2", null).body())
                    .isEqualTo("data: frame 0\n\ndata: frame 1\n\n");
        }
    }

    @Test
    void a_client_that_leaves_is_noticed() throws Exception {
        try (TestServer server = server("ec", Map.of());
                RawClient client = connect(server, "ec")) {
            client.write(RawClient.request("POST", "/wait", "{}"));
            server.routes.waiting.take();
            client.close();

            assertThat(server.routes.disconnects.poll(10, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void a_client_that_stays_loses_nothing() throws Exception {
        try (TestServer server = server("ec", Map.of());
                RawClient client = connect(server, "ec")) {
            client.write(RawClient.request("POST", "/wait", "{}"));
            server.routes.waiting.take();
            TimeUnit.MILLISECONDS.sleep(60);
            client.write(RawClient.request("POST", "/echo", "[1]"));
            TimeUnit.MILLISECONDS.sleep(60);
            server.routes.gate.countDown();

            assertThat(client.read().body()).isEqualTo("done");
            assertThat(client.read().body()).isEqualTo("[1]");
        }
    }

    @Test
    void a_client_that_does_not_read_is_cut_off() throws Exception {
        try (TestServer server = server("ec", Map.of("writeTimeout", Duration.ofMillis(300)));
                RawClient client = connect(server, "ec")) {
            client.write(RawClient.request("GET", "/flood", null));

            assertThat(server.observed.poll(20, TimeUnit.SECONDS)).isEqualTo("/flood 499");
        }
    }

    @Test
    void a_client_that_does_not_speak_tls_is_closed() throws Exception {
        try (TestServer server = server("ec", Map.of("idleTimeout", Duration.ofMillis(400)));
                RawClient plain = new RawClient(server.port());
                RawClient silent = new RawClient(server.port())) {
            plain.write(RawClient.request("GET", "/who", null));
            while (!plain.ended()) {
                Thread.onSpinWait(); // perhaps a TLS alert
            }

            assertThat(silent.ended()).isTrue();
            try (RawClient client = connect(server, "ec")) {
                assertThat(client.send("GET", "/who", null).status()).isEqualTo(200);
            }
        }
    }

    @Test
    void a_certificate_that_is_none_is_explained() throws IOException {
        Path garbage = Files.writeString(folder.resolve("garbage.pem"), "not a certificate");
        Tls tls = new Tls(garbage, folder.resolve("ec.key"));
        Map<String, Object> settings = Map.of("listeners", List.of(listener(tls)));

        assertThatThrownBy(() -> TestServer.with(settings))
                .isInstanceOf(HttpStartException.class)
                .hasMessageContaining("Cannot use the certificate of 127.0.0.1:0");
    }

    private static TestServer server(String kind, Map<String, Object> changes) {
        Tls tls = new Tls(folder.resolve(kind + ".pem"), folder.resolve(kind + ".key"));
        Map<String, Object> settings = new java.util.HashMap<>(changes);
        settings.put("listeners", List.of(listener(tls)));
        return TestServer.with(settings);
    }

    private static Listener listener(Tls tls) {
        return new Listener("127.0.0.1", 0, tls, CompatProfile.OPENAI);
    }

    private static RawClient connect(TestServer server, String kind) throws Exception {
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store(kind));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return new RawClient(
                context.getSocketFactory()
                        .createSocket(InetAddress.getLoopbackAddress(), server.port()));
    }

    /// Makes a key pair with the JDK's keytool and writes it down as PEM.
    private static void certificate(String kind, String algorithm, String size) throws Exception {
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-J-XX:TieredStopAtLevel=1",
                                "-genkeypair",
                                "-alias",
                                "a",
                                "-keyalg",
                                algorithm,
                                algorithm.equals("EC") ? "-groupname" : "-keysize",
                                algorithm.equals("EC") ? "secp256r1" : size,
                                "-dname",
                                "CN=localhost",
                                "-validity",
                                "1",
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                new String(PASSWORD),
                                "-keystore",
                                folder.resolve(kind + ".p12").toString())
                        .redirectErrorStream(true)
                        .start();
        keytool.getInputStream().readAllBytes();
        assertThat(keytool.waitFor()).isZero();
        KeyStore store = store(kind);
        Certificate certificate = store.getCertificate("a");
        pem(kind + ".pem", "CERTIFICATE", certificate.getEncoded());
        pem(kind + ".key", "PRIVATE KEY", store.getKey("a", PASSWORD).getEncoded());
    }

    private static KeyStore store(String kind) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve(kind + ".p12"))) {
            store.load(in, PASSWORD);
        }
        if (!store.isCertificateEntry("trusted")) {
            store.setCertificateEntry("trusted", store.getCertificate("a"));
        }
        return store;
    }

    private static void pem(String file, String type, byte[] der) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.writeString(
                folder.resolve(file),
                "-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n");
    }
}
