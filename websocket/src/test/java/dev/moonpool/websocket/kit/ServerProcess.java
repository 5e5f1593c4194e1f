package dev.moonpool.websocket.kit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// A server that is not ours, as a process of its own that can be killed and started again on the
/// same port.
public final class ServerProcess implements AutoCloseable {
  private static final int LINES_KEPT = 50;

  private final Process process;

  private ServerProcess(Process process) {
    this.process = process;
  }

  /// Starts it, and returns when it says that it is listening.
  public static ServerProcess start(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    ServerProcess server = new ServerProcess(process);
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    ArrayDeque<String> said = new ArrayDeque<>();
    String line = lines.readLine();
    while (line != null) {
      said.add(line);
      if (line.toLowerCase(Locale.ROOT).startsWith("listening")) {
        Thread.ofVirtual().start(() -> drain(lines));
        return server;
      }
      if (said.size() > LINES_KEPT) {
        said.removeFirst();
      }
      line = lines.readLine();
    }
    server.close();
    throw new IOException(command + " ended before it listened, and said " + said);
  }

  /// So that the server never waits for somebody to read what it says.
  private static void drain(BufferedReader lines) {
    try {
      while (lines.readLine() != null) {
        continue;
      }
    } catch (IOException e) {
      return; // the process was killed
    }
  }

  /// A port of the loopback that nobody has at this moment.
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /// Kills it at once, and returns when it is gone.
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        throw new IllegalStateException("process " + process.pid() + " cannot be killed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
