package dev.moonpool.websocket.connection;

import dev.moonpool.websocket.protocol.WsException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes the routes of a connection's attempts: asks the suppliers, reads the files of TLS, chooses
/// the proxy. Everything here but [#following] blocks, and so runs on tasks.
final class Routes {
  private final AttemptSuppliers suppliers;
  private final ConnectionConfig config;

  /// What the last attempt over TLS used. The tasks of two attempts may overlap if one of them was
  /// given up; either value is good.
  private volatile @Nullable Tls tls;

  Routes(AttemptSuppliers suppliers, ConnectionConfig config) {
    this.suppliers = suppliers;
    this.config = config;
  }

  /// The first route of an attempt.
  ///
  /// @throws RuntimeException what a supplier throws
  /// @throws WsException.Config if what was supplied cannot be used
  Route first() {
    return route(Endpoint.ask(suppliers, config), List.of());
  }

  /// The route on which a redirect is followed.
  ///
  /// @throws UpgradeRefused if the server that it leads to would have to be told credentials
  Route redirected(Route from, WsUrl to, UpgradeAnswer answer) throws UpgradeRefused {
    return route(from.endpoint().redirected(to, answer), from.met());
  }

  private Route route(Endpoint endpoint, List<String> before) {
    Tls made = null;
    if (endpoint.url().isSecure()) {
      made = Tls.of(suppliers.tls().get(), tls);
      tls = made;
    }
    Optional<ProxyConfig> proxy = config.proxy().proxyFor(endpoint.url());
    return new Route(endpoint, proxy, made, config.compression(), before);
  }

  /// Decides about an answer that may be a redirect.
  Hop following(Route from, UpgradeAnswer answer) {
    boolean redirects =
        switch (answer.status()) {
          case 301, 302, 303, 307, 308 -> true;
          default -> false;
        };
    Optional<String> location = answer.field("Location");
    if (!redirects || location.isEmpty()) {
      return new Hop(Optional.empty(), location.isEmpty() ? "" : "this status is not followed");
    }
    WsUrl here = from.endpoint().url();
    WsUrl to = here.resolve(location.get());
    Redirects allowed = config.upgrade().redirects();
    String why = "";
    if (to == null) {
      why = "which is no URL of a WebSocket server";
    } else if (allowed.hopsMax() == 0) {
      why = "redirects are not followed (Redirects.NONE)";
    } else if (here.isSecure() && !to.isSecure() && !allowed.downgradeAllowed()) {
      why = "wss is not followed to ws (Redirects.downgradeAllowed)";
    } else if (from.met().contains(to.toString())) {
      why = "a loop, as the attempt has been there: " + from.met();
    } else if (from.before().size() >= allowed.hopsMax()) {
      why = "one more than the %d redirects of an attempt".formatted(allowed.hopsMax());
    }
    return why.isEmpty() ? new Hop(Optional.ofNullable(to), "") : new Hop(Optional.empty(), why);
  }

  /// What becomes of an answer that may be a redirect.
  ///
  /// @param to where to; empty if there is nothing to follow
  /// @param why why a redirect is not followed; empty if there is none
  record Hop(Optional<WsUrl> to, String why) {}
}
