package dev.moonpool.simulation.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Opens `java.lang` from inside a JVM that was started without `--add-opens`.
///
/// The foreign-function API calls JNI, and JNI calls `Module.implAddOpens`, which no Java code may
/// call. The numbers below are places in JNI's function table, fixed since JDK 1.2 (The Java Native
/// Interface Specification, chapter 4). Every function is called with four arguments: the calling
/// conventions of all platforms that JDK 25 runs on let a C function ignore what it does not take.
@SuppressWarnings("restricted")
final class PackageOpener {
  private static final int GET_ENV = 6;
  private static final int FIND_CLASS = 6;
  private static final int EXCEPTION_CLEAR = 17;
  private static final int NEW_GLOBAL_REF = 21;
  private static final int GET_OBJECT_CLASS = 31;
  private static final int GET_METHOD_ID = 33;
  private static final int CALL_OBJECT_METHOD_A = 36;
  private static final int CALL_VOID_METHOD_A = 63;
  private static final int NEW_STRING_UTF = 167;
  private static final int EXCEPTION_CHECK = 228;
  private static final int TABLE_SIZE = 229;
  private static final int JNI_VERSION = 0x00150000;

  /// The reference that JNI returns is good only until the next native method of Java's returns. In
  /// the first rounds the JVM still links the calls, by way of such methods; once it has, nothing
  /// comes between a reference and the global one made of it.
  private static final int ROUNDS = 5;

  private static final FunctionDescriptor FORM =
      FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);

  private final Linker linker = Linker.nativeLinker();
  private final Arena arena;
  private final MemorySegment env;
  private final MemorySegment functions;
  private final MethodHandle newGlobal;

  private PackageOpener(Arena arena) throws Throwable {
    this.arena = arena;
    this.env = environment();
    this.functions = table(env, TABLE_SIZE);
    this.newGlobal = function(NEW_GLOBAL_REF);
  }

  /// Opens `java.lang` to every module.
  ///
  /// @throws IllegalStateException if it cannot, with what to do instead
  static void openJavaLang() {
    try (Arena arena = Arena.ofConfined()) {
      new PackageOpener(arena).open();
    } catch (Throwable t) {
      throw new IllegalStateException(
          "java.lang is not open and could not be opened from inside; start the JVM with"
              + " --add-opens java.base/java.lang=ALL-UNNAMED",
          t);
    }
  }

  private void open() throws Throwable {
    MemorySegment nothing = arena.allocate(ADDRESS);
    MemorySegment object = object(FIND_CLASS, text("java/lang/Object"), nothing, nothing);
    MemorySegment type = object(GET_OBJECT_CLASS, object, nothing, nothing);
    MemorySegment getModule = method(type, "getModule", "()Ljava/lang/Module;");
    MemorySegment javaBase = object(CALL_OBJECT_METHOD_A, object, getModule, nothing);
    MemorySegment module = object(GET_OBJECT_CLASS, javaBase, nothing, nothing);
    MemorySegment addOpens = method(module, "implAddOpens", "(Ljava/lang/String;)V");
    MemorySegment arguments = arena.allocate(ADDRESS);
    MemorySegment name = object(NEW_STRING_UTF, text("java.lang"), nothing, nothing);
    arguments.set(ADDRESS, 0, name);
    call(function(CALL_VOID_METHOD_A), javaBase, addOpens, arguments);
    failOnException("Module.implAddOpens");
  }

  private MemorySegment environment() throws Throwable {
    SymbolLookup jvm = SymbolLookup.libraryLookup(library(), arena);
    MemorySegment get = jvm.find("JNI_GetCreatedJavaVMs").orElseThrow();
    FunctionDescriptor form = FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);
    MemorySegment out = arena.allocate(ADDRESS);
    int found =
        (int) linker.downcallHandle(get, form).invokeExact(out, 1, arena.allocate(JAVA_INT));
    MemorySegment vm = out.get(ADDRESS, 0).reinterpret(ADDRESS.byteSize());
    FunctionDescriptor getEnv = FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
    int attached =
        (int)
            linker
                .downcallHandle(table(vm, GET_ENV + 1).getAtIndex(ADDRESS, GET_ENV), getEnv)
                .invokeExact(vm, out, JNI_VERSION);
    if (found != 0 || attached != 0) {
      throw new IllegalStateException("no JNI environment: " + found + ", " + attached);
    }
    return out.get(ADDRESS, 0).reinterpret(ADDRESS.byteSize());
  }

  private MemorySegment text(String content) {
    return arena.allocateFrom(content);
  }

  private MemorySegment method(MemorySegment type, String name, String signature) throws Throwable {
    MemorySegment id = call(function(GET_METHOD_ID), type, text(name), text(signature));
    failOnException(name);
    return id;
  }

  private MemorySegment object(int place, MemorySegment a, MemorySegment b, MemorySegment c)
      throws Throwable {
    MethodHandle function = function(place);
    MemorySegment kept = MemorySegment.NULL;
    for (int i = 0; i < ROUNDS; i++) {
      MemorySegment local = (MemorySegment) function.invokeExact(env, a, b, c);
      kept = (MemorySegment) newGlobal.invokeExact(env, local, b, c);
    }
    failOnException("function " + place);
    return kept;
  }

  private MemorySegment call(
      MethodHandle function, MemorySegment a, MemorySegment b, MemorySegment c) throws Throwable {
    return (MemorySegment) function.invokeExact(env, a, b, c);
  }

  private MethodHandle function(int place) {
    return linker.downcallHandle(functions.getAtIndex(ADDRESS, place), FORM);
  }

  private void failOnException(String what) throws Throwable {
    MemorySegment thrown = call(function(EXCEPTION_CHECK), env, env, env);
    // A jboolean: only the lowest byte of what comes back means anything.
    if ((thrown.address() & 0xff) != 0) {
      call(function(EXCEPTION_CLEAR), env, env, env);
      throw new IllegalStateException("JNI refused " + what);
    }
  }

  private static MemorySegment table(MemorySegment object, int size) {
    return object.get(ADDRESS, 0).reinterpret(size * ADDRESS.byteSize());
  }

  private static Path library() {
    Path home = Path.of(System.getProperty("java.home"));
    String name = System.mapLibraryName("jvm");
    return List.of("lib/server", "bin/server").stream()
        .map(folder -> home.resolve(folder).resolve(name))
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no " + name + " below " + home));
  }
}
