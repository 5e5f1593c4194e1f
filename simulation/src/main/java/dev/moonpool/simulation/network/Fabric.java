package dev.moonpool.simulation.network;

import dev.moonpool.foundation.Randomness;
import dev.moonpool.simulation.kernel.Dice;
import dev.moonpool.simulation.kernel.Incarnation;
import dev.moonpool.simulation.kernel.Kernel;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The network of a world: its hosts, who listens on them, and the links between them.
public final class Fabric {
  private static final int EPHEMERAL_PORT_FIRST = 32_768;
  private static final int EPHEMERAL_PORTS = 28_000;

  private final Kernel kernel;
  private final long linkSeed;
  private final List<String> hosts = new ArrayList<>();
  private final Map<String, Integer> hostIds = new LinkedHashMap<>();
  private final Map<InetSocketAddress, SimServerChannel> listeners = new LinkedHashMap<>();
  private final long[] faults = new long[NetworkFault.values().length];
  private Link[] links = new Link[0];
  private Conditions conditions = Conditions.CALM;
  private int portsGiven;
  private long channelsMade;

  /// A network without hosts.
  public Fabric(Kernel kernel) {
    this.kernel = kernel;
    this.linkSeed = kernel.randomness().split("links").nextLong();
  }

  /// Adds a host; all of them before anything is sent.
  ///
  /// @return its number, from 0
  public int addHost(String name) {
    int id = hosts.size();
    hosts.add(name);
    hostIds.put(name, id);
    links = new Link[hosts.size() * hosts.size()];
    return id;
  }

  /// What the network is like from now on.
  public void conditions(Conditions changed) {
    this.conditions = changed;
  }

  /// How often the network did this.
  public long count(NetworkFault fault) {
    return faults[fault.ordinal()];
  }

  /// Lets nothing pass from one host to another before `untilNanos`.
  public void block(int from, int to, long untilNanos) {
    link(from, to).blockUntil(untilNanos);
  }

  /// Opens every link. What was held up arrives when it would have.
  public void openAll() {
    for (@Nullable Link link : links) {
      if (link != null) {
        link.open();
      }
    }
  }

  Kernel kernel() {
    return kernel;
  }

  Conditions conditions() {
    return conditions;
  }

  void injected(NetworkFault fault, Incarnation life, String what) {
    faults[fault.ordinal()]++;
    kernel.mix(fault.ordinal());
    if (kernel.recordsTrace()) {
      kernel.line(life.name(), "network: " + fault + " " + what);
    }
  }

  /// Counts what is too common for a line of trace.
  void counted(NetworkFault fault) {
    faults[fault.ordinal()]++;
  }

  Link link(int from, int to) {
    int place = from * hosts.size() + to;
    Link link = links[place];
    if (link == null) {
      link = new Link(new Dice(Randomness.mix(linkSeed + place)));
      links[place] = link;
    }
    return link;
  }

  long nextChannel() {
    return ++channelsMade;
  }

  InetSocketAddress ephemeral(Incarnation life) {
    int port = EPHEMERAL_PORT_FIRST + portsGiven++ % EPHEMERAL_PORTS;
    return InetSocketAddress.createUnresolved(life.name(), port);
  }

  /// The host that `address` means when `life` says it.
  private static String hostOf(InetSocketAddress address, Incarnation life) {
    String host = address.getHostString();
    return switch (host) {
      case "localhost", "127.0.0.1", "0.0.0.0", "::1", "::", "0:0:0:0:0:0:0:0" -> life.name();
      default -> host;
    };
  }

  InetSocketAddress listen(SimServerChannel listener, InetSocketAddress wanted)
      throws BindException {
    Incarnation life = listener.life();
    if (!hostOf(wanted, life).equals(life.name())) {
      throw new BindException(
          "cannot assign " + wanted + ": it is no address of host " + life.name());
    }
    InetSocketAddress address =
        wanted.getPort() == 0
            ? ephemeral(life)
            : InetSocketAddress.createUnresolved(life.name(), wanted.getPort());
    if (listeners.putIfAbsent(address, listener) != null) {
      throw new BindException("address already in use: " + address);
    }
    return address;
  }

  void unlisten(InetSocketAddress address, SimServerChannel listener) {
    listeners.remove(address, listener);
  }

  /// Sends a connection request on its way.
  void connect(SimChannel client, InetSocketAddress remote) {
    Incarnation life = client.life();
    String host = hostOf(remote, life);
    Integer to = hostIds.get(host);
    if (to == null) {
      client.refuseAt(kernel.now() + 1, new UnknownHostException(host));
      return;
    }
    Link forth = link(life.hostId(), to);
    Dice dice = forth.dice;
    long arrival = forth.arrival(kernel.now(), conditions.connect().sample(dice));
    if (dice.chance(conditions.connectFailureChance())) {
      boolean hangs = (dice.next() & 1) == 0;
      injected(NetworkFault.CONNECT, life, (hangs ? "hangs to " : "refused by ") + remote);
      if (!hangs) {
        client.refuseAt(arrival, new ConnectException("connection refused: " + remote));
      }
      return;
    }
    client.joins(forth, link(to, life.hostId()));
    InetSocketAddress address = InetSocketAddress.createUnresolved(host, remote.getPort());
    kernel.at(arrival, () -> request(client, address), null);
  }

  private void request(SimChannel client, InetSocketAddress address) {
    if (!client.isOpen()) {
      return;
    }
    SimServerChannel listener = listeners.get(address);
    Link back = client.back();
    if (listener == null || !listener.isReachable()) {
      long arrival = back.arrival(kernel.now(), conditions.connect().sample(back.dice));
      client.refuseAt(arrival, new ConnectException("connection refused: " + address));
      return;
    }
    long accepted = kernel.now() + conditions.accept().sample(back.dice);
    kernel.at(accepted, () -> listener.accept(client), listener.life());
  }
}
