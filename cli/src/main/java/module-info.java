/// The `moonpool` command. Exports nothing: it is run, not called.
@org.jspecify.annotations.NullMarked
module dev.moonpool.cli {
  requires info.picocli;
  requires static org.jspecify;

  opens dev.moonpool.cli to
      info.picocli; // options and commands are found by reflection
}
