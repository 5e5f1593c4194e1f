package dev.moonpool.simulation.scan;

import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.TreeSet;
import java.util.zip.CRC32;

/// A digest of the code that a class leads to: of its class file, of all that it names and that lie
/// in folders, and so on, and of the Java version. Equal digests mean that nothing was compiled
/// anew in between, except in jars.
public final class CodeFingerprint {
  private CodeFingerprint() {}

  /// The digest for the program that begins at `root`.
  public static long of(Class<?> root) {
    UserCode code = new UserCode(root, true);
    TreeSet<String> names = new TreeSet<>();
    Deque<String> open = new ArrayDeque<>();
    open.add(root.getName().replace('.', '/'));
    while (!open.isEmpty()) {
      String name = open.remove();
      ClassModel model = code.find(name);
      if (model == null || !names.add(name)) {
        continue;
      }
      for (PoolEntry entry : model.constantPool()) {
        if (entry instanceof ClassEntry named && !names.contains(named.asInternalName())) {
          open.add(named.asInternalName());
        }
      }
    }
    CRC32 digest = new CRC32();
    digest.update(Runtime.version().toString().getBytes(StandardCharsets.UTF_8));
    for (String name : names) {
      byte[] bytes = code.bytes(name);
      digest.update(bytes == null ? new byte[0] : bytes);
    }
    return digest.getValue();
  }
}
