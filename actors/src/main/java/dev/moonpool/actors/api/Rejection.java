package dev.moonpool.actors.api;

import java.util.List;

/// Why a node refused a request before it ran.
public sealed interface Rejection {
  /// Whether the same request may succeed later.
  boolean isRetriable();

  /// What it says to a person.
  String message();

  /// The actor's mailbox is full.
  ///
  /// @param actor who
  /// @param capacity how many messages may wait
  record Overloaded(String actor, int capacity) implements Rejection {
    @Override
    public boolean isRetriable() {
      return true;
    }

    @Override
    public String message() {
      return "%s is overloaded: %d messages wait already".formatted(actor, capacity);
    }
  }

  /// No node of the cluster that was asked hosts the type.
  ///
  /// @param type the type's name
  /// @param known the types that the node hosts
  record UnknownType(String type, List<String> known) implements Rejection {
    /// Copies the list.
    public UnknownType {
      known = List.copyOf(known);
    }

    @Override
    public boolean isRetriable() {
      return false;
    }

    @Override
    public String message() {
      return "actor type '%s' is not hosted here; hosted are %s".formatted(type, known);
    }
  }

  /// The type has no such request.
  ///
  /// @param type the type's name
  /// @param method the wire name that was asked for
  /// @param known the wire names that the type registers
  record UnknownMethod(String type, String method, List<String> known) implements Rejection {
    /// Copies the list.
    public UnknownMethod {
      known = List.copyOf(known);
    }

    @Override
    public boolean isRetriable() {
      return false;
    }

    @Override
    public String message() {
      return "actor type '%s' has no request '%s'; it has %s".formatted(type, method, known);
    }
  }

  /// The payload cannot be written, or is not what the method takes.
  ///
  /// @param detail what was found
  record BadPayload(String detail) implements Rejection {
    @Override
    public boolean isRetriable() {
      return false;
    }

    @Override
    public String message() {
      return "bad payload: " + detail;
    }
  }

  /// The request is larger than may go over the wire. A larger answer is an
  /// [AnswerTooLargeException], since its request has run.
  ///
  /// @param size its bytes
  /// @param max the limit
  record TooLarge(long size, long max) implements Rejection {
    @Override
    public boolean isRetriable() {
      return false;
    }

    @Override
    public String message() {
      return "a payload of %d bytes, limit %d".formatted(size, max);
    }
  }

  /// The call comes back to an actor that waits for it.
  ///
  /// @param chain the actors and methods of the cycle, the first is the last
  record CallCycle(List<String> chain) implements Rejection {
    /// Copies the list.
    public CallCycle {
      chain = List.copyOf(chain);
    }

    @Override
    public boolean isRetriable() {
      return false;
    }

    @Override
    public String message() {
      return "call cycle: " + String.join(" -> ", chain);
    }
  }

  /// Calls are nested too deeply.
  ///
  /// @param depth how many are allowed
  record CallChainTooLong(int depth) implements Rejection {
    @Override
    public boolean isRetriable() {
      return false;
    }

    @Override
    public String message() {
      return "calls are nested more than %d deep".formatted(depth);
    }
  }

  /// The actor could not be activated.
  ///
  /// @param actor who
  /// @param cause what its constructor, hook or state said
  record ActivationFailed(String actor, String cause) implements Rejection {
    @Override
    public boolean isRetriable() {
      return true;
    }

    @Override
    public String message() {
      return "%s could not be activated: %s".formatted(actor, cause);
    }
  }

  /// The actor moved more often than the request may follow it.
  ///
  /// @param actor who
  /// @param forwards how often the request was forwarded
  record TooManyForwards(String actor, int forwards) implements Rejection {
    @Override
    public boolean isRetriable() {
      return true;
    }

    @Override
    public String message() {
      return "%s was not found after %d forwards".formatted(actor, forwards);
    }
  }

  /// Its time was over before it started.
  ///
  /// @param where where it was then
  record Expired(String where) implements Rejection {
    @Override
    public boolean isRetriable() {
      return true;
    }

    @Override
    public String message() {
      return "the deadline passed before the request started: " + where;
    }
  }

  /// The node takes no work now: it is starting, stopping, or cannot reach the directory.
  ///
  /// @param detail why
  record NotReady(String detail) implements Rejection {
    @Override
    public boolean isRetriable() {
      return true;
    }

    @Override
    public String message() {
      return "the node takes no work: " + detail;
    }
  }
}
