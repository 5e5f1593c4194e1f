/// WebSocket clients, ours and others, and the server that they all talk to.
///
/// **Purpose.** Lets one benchmark drive every client in the same way, against the same server in a
/// process of its own.
///
/// **Entry type.** [dev.moonpool.benchmarks.websocket.EchoProcess].
///
/// **The way through this package.** `EchoServer` is the server and `EchoProcess` its process; the
/// classes called `…Echo` are clients that echo, `…Requests` correlate answers with requests,
/// `…FanOut` serve many subscriptions.
///
/// **Threads.** Callers are JMH's threads; clients bring their own.
///
/// **Invariants.** Each client is used as its documentation shows, with `TCP_NODELAY` and without
/// compression; what is hand-written around those that lack correlation does as little as it can.
@NullMarked
package dev.moonpool.benchmarks.websocket;

import org.jspecify.annotations.NullMarked;
