package dev.moonpool.websocket.kit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Certificates for tests, made by the JDK's own keytool: an authority `ca`, a `server` for
/// `localhost` and 127.0.0.1, a `client`, a server for `elsewhere`, and a `stranger` that signs for
/// itself; each as PEM files of its chain and its key.
public final class TestCertificates {
  private static final String PASSWORD = "changeit";

  private final Path folder;

  private TestCertificates(Path folder) {
    this.folder = folder;
  }

  /// Makes them.
  public static TestCertificates make(Path folder) throws Exception {
    TestCertificates made = new TestCertificates(folder);
    made.keytool("ca", "-ext", "bc=ca:true");
    made.keytool("server", "-signer", "ca", "-ext", "san=dns:localhost,ip:127.0.0.1");
    made.keytool("elsewhere", "-signer", "ca", "-ext", "san=dns:elsewhere.example");
    made.keytool("client", "-signer", "ca");
    made.keytool("stranger", "-ext", "san=dns:localhost,ip:127.0.0.1");
    KeyStore store = made.keyStore();
    for (String name : List.of("ca", "server", "elsewhere", "client", "stranger")) {
      made.write(store, name);
    }
    return made;
  }

  /// A file with the certificate of this name, and those above it.
  public Path chain(String name) {
    return folder.resolve(name + ".crt");
  }

  /// A file with the private key of this name.
  public Path key(String name) {
    return folder.resolve(name + ".key");
  }

  /// All of them.
  public KeyStore keyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve("all.p12"))) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }

  private void write(KeyStore store, String name) throws GeneralSecurityException, IOException {
    StringBuilder certificates = new StringBuilder();
    for (Certificate certificate : store.getCertificateChain(name)) {
      certificates.append(pem("CERTIFICATE", certificate.getEncoded()));
    }
    Files.writeString(chain(name), certificates);
    Key key = store.getKey(name, PASSWORD.toCharArray());
    Files.writeString(key(name), pem("PRIVATE KEY", key.getEncoded()));
  }

  private static String pem(String title, byte[] content) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(title, text, title);
  }

  private void keytool(String name, String... more) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-alias", name, "-keyalg", "EC", "-groupname"));
    command.addAll(List.of("secp256r1", "-dname", "CN=" + name, "-validity", "2"));
    command.addAll(List.of("-keystore", folder.resolve("all.p12").toString()));
    command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
    command.addAll(List.of(more));
    Path log = folder.resolve(name + ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (process.waitFor() != 0) {
      throw new IOException("keytool: " + Files.readString(log));
    }
  }
}
