package dev.moonpool.cli;

import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.foundation.Providers;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/// A node in a process of its own, as the process that started it sees it.
///
/// Runs `moonpool node` with this JVM's own `java`, flags and class path. The two speak in lines:
/// the node says `ready`, and answers `stats` to `stats`; when its standard input ends, because we
/// closed it or died, it shuts down. What it has to complain about goes to a log file.
final class NodeProcess implements AutoCloseable {
  /// Longer than a graceful shutdown's own bound would keep Ctrl-C waiting.
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

  private final Providers providers;
  private final NodeAddress address;
  private final Path log;
  private final Process process;
  private final BufferedWriter commands;
  private final CompletableFuture<String> ready = new CompletableFuture<>();
  private final AtomicReference<CompletableFuture<NodeStats>> stats =
      new AtomicReference<>(new CompletableFuture<>());

  private NodeProcess(Providers providers, NodeAddress address, Path log, Process process) {
    this.providers = providers;
    this.address = address;
    this.log = log;
    this.process = process;
    this.commands =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
  }

  /// Starts the process.
  ///
  /// @param nodes all nodes of the cluster
  /// @param folder where they keep their state, and this one its log
  /// @param number which of them it is, from 1
  /// @throws CommandException if it cannot be started
  static NodeProcess start(
      Providers providers,
      NodeAddress address,
      List<NodeAddress> nodes,
      StoreFolder folder,
      int number) {
    Path log = folder.log(number);
    List<String> command = new ArrayList<>(ownJava(folder));
    command.add("node");
    command.add("--listen=" + address);
    command.add(
        "--nodes=" + nodes.stream().map(NodeAddress::toString).collect(Collectors.joining(",")));
    command.add("--store=" + folder.store());
    command.add("--controlled");
    try {
      Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
      NodeProcess node = new NodeProcess(providers, address, log, process);
      providers.tasks().startPlatform("output of " + address, node::listen);
      return node;
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.ENVIRONMENT, "cannot start a process for node " + address + ": " + e, e);
    }
  }

  /// Waits until the node takes requests.
  ///
  /// @throws CommandException if it dies or takes too long
  void awaitReady(Duration within) throws InterruptedException {
    await(ready, within, "to be ready");
  }

  /// Asks the node about itself.
  ///
  /// @throws CommandException if it has died or takes too long
  NodeStats stats(Duration within) throws InterruptedException {
    CompletableFuture<NodeStats> asked = new CompletableFuture<>();
    stats.set(asked);
    try {
      commands.write("stats\n");
      commands.flush();
    } catch (IOException e) {
      throw died();
    }
    return await(asked, within, "its statistics");
  }

  /// Where it listens.
  NodeAddress address() {
    return address;
  }

  /// What the operating system calls it.
  long pid() {
    return process.pid();
  }

  /// @throws CommandException if the process has ended
  void checkAlive() {
    if (!process.isAlive()) {
      throw died();
    }
  }

  /// Tells the node to shut down and does not wait for it.
  void stop() {
    try {
      commands.close();
    } catch (IOException e) {
      // It is gone already.
    }
  }

  /// Lets the node shut down, and ends it if it does not.
  @Override
  public void close() {
    stop();
    if (!hasEndedWithin(STOP_PATIENCE)) {
      kill();
    }
  }

  /// Ends the node at once, as a crash would, and waits until it is gone.
  void kill() {
    process.destroyForcibly();
    hasEndedWithin(STOP_PATIENCE);
  }

  private boolean hasEndedWithin(Duration patience) {
    try {
      providers.time().await(process.onExit(), patience, address + " to end");
      return true;
    } catch (TimeoutException | ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private <T> T await(CompletableFuture<T> future, Duration within, String what)
      throws InterruptedException {
    try {
      return providers.time().await(future, within, what);
    } catch (ExecutionException e) {
      throw died();
    } catch (TimeoutException e) {
      throw new CommandException(
          ExitCode.FAILURE,
          "waited %d s for node %s %s%s".formatted(within.toSeconds(), address, what, lastWords()),
          e);
    }
  }

  private CommandException died() {
    String exit;
    try {
      Process ended =
          providers.time().await(process.onExit(), STOP_PATIENCE, "the exit of " + address);
      exit = " with exit code " + ended.exitValue();
    } catch (ExecutionException | TimeoutException e) {
      exit = "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      exit = "";
    }
    boolean wasUp = ready.isDone() && !ready.isCompletedExceptionally();
    return new CommandException(
        wasUp ? ExitCode.FAILURE : ExitCode.ENVIRONMENT,
        "node %s %s%s%s"
            .formatted(address, wasUp ? "died" : "did not start and ended", exit, lastWords()));
  }

  /// What its log says that it died of: the command's own line, or what stands below it if that
  /// only announces a stack; else the last line.
  private String lastWords() {
    try {
      String told = "";
      String before = "";
      for (String line : Files.readAllLines(log)) {
        boolean announced = before.startsWith(Main.PREFIX) && before.endsWith(":");
        boolean ours = line.startsWith(Main.PREFIX) || announced;
        if (ours || (!line.isBlank() && !told.startsWith(Main.PREFIX))) {
          told = announced ? Main.PREFIX + line : line;
        }
        before = line;
      }
      return told.isEmpty() ? "" : ": " + told.replace(Main.PREFIX, "");
    } catch (IOException e) {
      return "";
    }
  }

  private void listen() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (line != null) {
        if (line.equals(NodeCommand.READY)) {
          ready.complete(line);
        } else if (NodeStats.isStats(line)) {
          stats.get().complete(NodeStats.parse(line));
        }
        line = lines.readLine();
      }
    } catch (IOException e) {
      // As if it had ended: nothing more will be heard of it.
    }
    IOException ended = new IOException(address + " says nothing any more");
    ready.completeExceptionally(ended);
    stats.get().completeExceptionally(ended);
  }

  private static List<String> ownJava(StoreFolder folder) {
    List<String> command = new ArrayList<>();
    command.add(
        ProcessHandle.current()
            .info()
            .command()
            .orElse(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    // SQLite unpacks its library there and removes it as the JVM ends, for which a node that is
    // killed has no time.
    folder.temporary().ifPresent(temporary -> command.add("-Dorg.sqlite.tmpdir=" + temporary));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    return command;
  }
}
