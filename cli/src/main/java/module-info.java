/// The `moonpool` command. Exports nothing: it is run, not called.
@org.jspecify.annotations.NullMarked
module dev.moonpool.cli {
  requires dev.moonpool.examples;
  requires dev.moonpool.jdbc;
  requires dev.moonpool.websocket;
  requires info.picocli;
  requires java.logging; // how loud System.Logger is
  requires java.management; // the flags of this JVM, for node processes
  requires static org.jspecify;

  opens dev.moonpool.cli to
      info.picocli; // options and commands are found by reflection
}
