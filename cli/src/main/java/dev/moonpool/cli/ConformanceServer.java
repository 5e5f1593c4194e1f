package dev.moonpool.cli;

import dev.moonpool.foundation.Providers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/// A process that serves conformance cases on the loopback; it ends when we close its standard
/// input, or die.
final class ConformanceServer implements AutoCloseable {
  private static final Duration START_PATIENCE = Duration.ofSeconds(30);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

  private final Providers providers;
  private final Process process;
  private final Path log;
  private final CompletableFuture<String> ready = new CompletableFuture<>();

  private ConformanceServer(Providers providers, Process process, Path log) {
    this.providers = providers;
    this.process = process;
    this.log = log;
  }

  /// Starts one of our scripts, and returns when it serves.
  ///
  /// @param reports where its log goes
  /// @throws CommandException if it does not start
  static ConformanceServer start(
      Providers providers, Path python, String script, Path reports, List<String> arguments)
      throws InterruptedException, IOException {
    Files.createDirectories(reports);
    Path file = reports.resolve(script);
    try (InputStream in = ConformanceServer.class.getResourceAsStream("conformance/" + script)) {
      if (in == null) {
        throw new IllegalStateException("the class path has no conformance/" + script);
      }
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    }
    List<String> command = new ArrayList<>(List.of(python.toString(), "-u", file.toString()));
    command.addAll(arguments);
    Path log = reports.resolve(script + ".log");
    Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
    ConformanceServer server = new ConformanceServer(providers, process, log);
    providers.tasks().startPlatform("output of " + script, server::listen);
    try {
      providers.time().await(server.ready, START_PATIENCE, script + " to serve");
      return server;
    } catch (ExecutionException | TimeoutException e) {
      server.close();
      throw new CommandException(
          ExitCode.ENVIRONMENT, script + " does not serve; its log is " + log, e);
    } catch (InterruptedException e) {
      server.close();
      throw e;
    }
  }

  /// @throws CommandException if it has died
  void checkAlive() {
    if (!process.isAlive()) {
      throw new CommandException(
          ExitCode.ENVIRONMENT, "the suite's server has died; its log is " + log);
    }
  }

  /// Lets it end, and ends it if it does not.
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      providers.time().await(process.onExit(), STOP_PATIENCE, "the suite's server to end");
    } catch (IOException | ExecutionException | TimeoutException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void listen() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (line != null) {
        if (line.equals("ready")) {
          ready.complete(line);
        }
        line = lines.readLine();
      }
      ready.completeExceptionally(new IOException("it has ended"));
    } catch (IOException e) {
      ready.completeExceptionally(e);
    }
  }
}
