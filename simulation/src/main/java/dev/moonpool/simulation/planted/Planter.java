package dev.moonpool.simulation.planted;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Writes a copy of a class file in which one method is changed.
///
/// Reads the class from the class path and checks before it writes: the method is there exactly
/// once, the call is there, and a static method to go to exists with the right signature.
final class Planter {
  private Planter() {}

  /// Writes the changed class under `folder`, as a class path wants it.
  ///
  /// @throws IllegalArgumentException if the plant does not fit the code
  static void plant(Plant plant, Path folder) {
    ClassModel type = read(plant.site().className());
    MethodModel method = method(plant, type);
    byte[] changed =
        ClassFile.of()
            .transformClass(
                type,
                ClassTransform.transformingMethods(
                    candidate -> same(candidate, method), transform(plant, type, method)));
    Path file = folder.resolve(resource(plant.site().className()));
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, changed);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private static MethodTransform transform(Plant plant, ClassModel type, MethodModel method) {
    return switch (plant.change()) {
      case Change.Return(Optional<Object> constant) ->
          body(code -> returnConstant(code, result(method), constant));
      case Change.Redirect(String className, String methodName) -> {
        MethodTypeDesc target = withReceiver(type, method);
        checkTarget(plant, className, methodName, target);
        yield body(code -> callAndReturn(code, className, methodName, target));
      }
      case Change.SkipCall(String called, int occurrence, Optional<Object> result) -> {
        checkCall(plant, method, called, occurrence);
        yield atCall(called, occurrence, (code, call) -> skip(code, call, result));
      }
      case Change.RedirectCall(
              String called,
              int occurrence,
              String className,
              String methodName) -> {
        InvokeInstruction found = checkCall(plant, method, called, occurrence);
        checkTarget(plant, className, methodName, withReceiver(found));
        yield atCall(
            called,
            occurrence,
            (code, call) ->
                code.invokestatic(ClassDesc.of(className), methodName, withReceiver(call)));
      }
    };
  }

  /// What replaces one call.
  private interface Replacement {
    void write(CodeBuilder code, InvokeInstruction call);
  }

  private static MethodTransform body(Consumer<CodeBuilder> writer) {
    return MethodTransform.ofStateful(
        () ->
            (builder, element) -> {
              if (element instanceof CodeModel) {
                builder.withCode(writer);
              } else {
                builder.with(element);
              }
            });
  }

  private static MethodTransform atCall(String called, int occurrence, Replacement replacement) {
    return MethodTransform.transformingCode(
        CodeTransform.ofStateful(
            () -> {
              AtomicInteger seen = new AtomicInteger();
              return (code, element) -> {
                if (element instanceof InvokeInstruction call
                    && call.name().equalsString(called)
                    && seen.incrementAndGet() == occurrence) {
                  replacement.write(code, call);
                } else {
                  code.with(element);
                }
              };
            }));
  }

  private static void skip(CodeBuilder code, InvokeInstruction call, Optional<Object> result) {
    List<ClassDesc> parameters = withReceiver(call).parameterList();
    for (ClassDesc parameter : parameters.reversed()) {
      if (TypeKind.from(parameter).slotSize() == 2) {
        code.pop2();
      } else {
        code.pop();
      }
    }
    loadConstant(code, call.typeSymbol().returnType(), result);
  }

  private static void returnConstant(
      CodeBuilder code, ClassDesc result, Optional<Object> constant) {
    loadConstant(code, result, constant);
    code.return_(TypeKind.from(result));
  }

  private static void loadConstant(CodeBuilder code, ClassDesc type, Optional<Object> constant) {
    if (constant.isPresent()) {
      code.loadConstant((ConstantDesc) constant.get());
      return;
    }
    switch (TypeKind.from(type).asLoadable()) {
      case INT -> code.iconst_0();
      case LONG -> code.lconst_0();
      case FLOAT -> code.fconst_0();
      case DOUBLE -> code.dconst_0();
      case REFERENCE -> code.aconst_null();
      case VOID -> {}
      case BOOLEAN, BYTE, CHAR, SHORT -> throw new AssertionError("not a loadable kind: " + type);
    }
  }

  private static void callAndReturn(
      CodeBuilder code, String className, String methodName, MethodTypeDesc target) {
    int slot = 0;
    for (ClassDesc parameter : target.parameterList()) {
      TypeKind kind = TypeKind.from(parameter);
      code.loadLocal(kind, slot);
      slot += kind.slotSize();
    }
    code.invokestatic(ClassDesc.of(className), methodName, target);
    code.return_(TypeKind.from(target.returnType()));
  }

  private static MethodTypeDesc withReceiver(ClassModel type, MethodModel method) {
    MethodTypeDesc own = method.methodTypeSymbol();
    return method.flags().has(AccessFlag.STATIC)
        ? own
        : own.insertParameterTypes(0, type.thisClass().asSymbol());
  }

  private static MethodTypeDesc withReceiver(InvokeInstruction call) {
    MethodTypeDesc own = call.typeSymbol();
    return call.opcode() == Opcode.INVOKESTATIC
        ? own
        : own.insertParameterTypes(0, call.owner().asSymbol());
  }

  private static ClassDesc result(MethodModel method) {
    return method.methodTypeSymbol().returnType();
  }

  private static boolean same(MethodModel candidate, MethodModel method) {
    return candidate.methodName().equals(method.methodName())
        && candidate.methodType().equals(method.methodType());
  }

  private static MethodModel method(Plant plant, ClassModel type) {
    Plant.Site site = plant.site();
    List<MethodModel> found =
        type.methods().stream()
            .filter(method -> method.methodName().equalsString(site.methodName()))
            .filter(method -> !method.flags().has(AccessFlag.SYNTHETIC) || isLambda(site))
            .filter(
                method ->
                    site.parameters() < 0
                        || method.methodTypeSymbol().parameterCount() == site.parameters())
            .toList();
    if (found.size() != 1) {
      throw misfit(plant, "found " + found.size() + " methods " + site + " and not exactly one");
    }
    if (found.getFirst().code().isEmpty()) {
      throw misfit(plant, site + " is abstract or native");
    }
    return found.getFirst();
  }

  private static boolean isLambda(Plant.Site site) {
    return site.methodName().startsWith("lambda$");
  }

  private static InvokeInstruction checkCall(
      Plant plant, MethodModel method, String called, int occurrence) {
    List<InvokeInstruction> calls =
        method
            .code()
            .orElseThrow()
            .elementStream()
            .filter(InvokeInstruction.class::isInstance)
            .map(InvokeInstruction.class::cast)
            .filter(call -> call.name().equalsString(called))
            .toList();
    if (occurrence < 1 || occurrence > calls.size()) {
      throw misfit(
          plant,
          "%s calls %s %d times, so there is no call %d"
              .formatted(plant.site(), called, calls.size(), occurrence));
    }
    InvokeInstruction call = calls.get(occurrence - 1);
    if (call.opcode() == Opcode.INVOKESPECIAL && called.equals("<init>")) {
      throw misfit(plant, "the call of a constructor cannot be left out");
    }
    return call;
  }

  private static void checkTarget(
      Plant plant, String className, String methodName, MethodTypeDesc wanted) {
    boolean there =
        read(className).methods().stream()
            .anyMatch(
                method ->
                    method.methodName().equalsString(methodName)
                        && method.flags().has(AccessFlag.STATIC)
                        && method.methodTypeSymbol().equals(wanted));
    if (!there) {
      throw misfit(
          plant,
          "%s has no static method %s%s"
              .formatted(className, methodName, wanted.displayDescriptor()));
    }
  }

  private static IllegalArgumentException misfit(Plant plant, String why) {
    return new IllegalArgumentException("plant '" + plant.name() + "' does not fit: " + why);
  }

  private static ClassModel read(String className) {
    try (InputStream in = ClassLoader.getSystemResourceAsStream(resource(className))) {
      if (in == null) {
        throw new IllegalArgumentException("no class " + className + " on the class path");
      }
      return ClassFile.of().parse(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read class " + className, e);
    }
  }

  private static String resource(String className) {
    return className.replace('.', '/') + ".class";
  }
}
