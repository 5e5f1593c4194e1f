package dev.moonpool.simulation.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// Opens `java.lang` from inside a JVM that was started without `--add-opens`.
///
/// The foreign-function API calls JNI, and JNI calls `Module.implAddOpens`, which no Java code may
/// call. The numbers below are places in JNI's function table, fixed since JDK 1.2 (The Java Native
/// Interface Specification, chapter 4).
@SuppressWarnings("restricted")
final class PackageOpener {
  private static final int GET_ENV = 6;
  private static final int FIND_CLASS = 6;
  private static final int EXCEPTION_CLEAR = 17;
  private static final int GET_OBJECT_CLASS = 31;
  private static final int GET_METHOD_ID = 33;
  private static final int CALL_OBJECT_METHOD_A = 36;
  private static final int CALL_VOID_METHOD_A = 63;
  private static final int NEW_STRING_UTF = 167;
  private static final int EXCEPTION_CHECK = 228;
  private static final int TABLE_SIZE = 229;
  private static final int JNI_VERSION = 0x00150000;

  private final Linker linker = Linker.nativeLinker();
  private final Arena arena;
  private final MemorySegment env;
  private final MemorySegment functions;

  private PackageOpener(Arena arena) throws Throwable {
    this.arena = arena;
    this.env = environment();
    this.functions = table(env, TABLE_SIZE);
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
    MemorySegment classOfObject = pointer(FIND_CLASS, arena.allocateFrom("java/lang/Object"));
    MemorySegment classOfClass = pointer(GET_OBJECT_CLASS, classOfObject);
    MemorySegment getModule = method(classOfClass, "getModule", "()Ljava/lang/Module;");
    MemorySegment none = arena.allocate(ADDRESS);
    MemorySegment javaBase =
        (MemorySegment)
            function(CALL_OBJECT_METHOD_A, ADDRESS, 3)
                .invokeExact(env, classOfObject, getModule, none);
    MemorySegment classOfModule = pointer(GET_OBJECT_CLASS, javaBase);
    MemorySegment addOpens = method(classOfModule, "implAddOpens", "(Ljava/lang/String;)V");
    MemorySegment arguments = arena.allocate(ADDRESS);
    arguments.set(ADDRESS, 0, pointer(NEW_STRING_UTF, arena.allocateFrom("java.lang")));
    FunctionDescriptor form = FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    linker
        .downcallHandle(functions.getAtIndex(ADDRESS, CALL_VOID_METHOD_A), form)
        .invokeExact(env, javaBase, addOpens, arguments);
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

  private MemorySegment method(MemorySegment type, String name, String signature)
      throws Throwable {
    MemorySegment id =
        (MemorySegment)
            function(GET_METHOD_ID, ADDRESS, 3)
                .invokeExact(env, type, arena.allocateFrom(name), arena.allocateFrom(signature));
    failOnException(name);
    return id;
  }

  private MemorySegment pointer(int place, MemorySegment argument) throws Throwable {
    return (MemorySegment) function(place, ADDRESS, 1).invokeExact(env, argument);
  }

  private MethodHandle function(int place, MemoryLayout result, int arguments) {
    MemoryLayout[] parameters = new MemoryLayout[arguments + 1];
    Arrays.fill(parameters, ADDRESS);
    return linker.downcallHandle(
        functions.getAtIndex(ADDRESS, place), FunctionDescriptor.of(result, parameters));
  }

  private void failOnException(String what) throws Throwable {
    byte thrown = (byte) function(EXCEPTION_CHECK, JAVA_BYTE, 0).invokeExact(env);
    if (thrown != 0) {
      linker
          .downcallHandle(
              functions.getAtIndex(ADDRESS, EXCEPTION_CLEAR), FunctionDescriptor.ofVoid(ADDRESS))
          .invokeExact(env);
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
