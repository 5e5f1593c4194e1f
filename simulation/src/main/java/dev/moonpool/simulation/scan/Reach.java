package dev.moonpool.simulation.scan;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Follows the calls of a program from where it begins, and shows each that it finds to a visitor.
///
/// A method is reached if a reached one calls it or makes a lambda or method reference of it. A
/// method that may be overridden counts for each class that a reached method makes an object of or
/// names as a class: those that override a method of a library are reached at once, since the
/// library may call them. So code of a class that no reached method uses, such as `main`, is not.
final class Reach {
  private static final int PATH_MAX = 6;

  private final UserCode code;
  private final Visitor visitor;
  private final LibraryMethods library;
  private final Map<Call, @Nullable Call> reached = new LinkedHashMap<>();
  private final Deque<Call> open = new ArrayDeque<>();
  private final Set<String> initialised = new LinkedHashSet<>();
  private final Set<String> made = new LinkedHashSet<>();
  private final Map<String, Call> virtualCalls = new LinkedHashMap<>();

  Reach(UserCode code, Visitor visitor) {
    this.code = code;
    this.visitor = visitor;
    this.library = new LibraryMethods(code);
  }

  /// Is told of each call of a reached method.
  interface Visitor {
    /// @param call what is called
    /// @param before what the method called before, with nothing but loads between
    /// @param place where
    void visit(Call call, Optional<Call> before, Place place);
  }

  /// Where a call stands.
  ///
  /// @param method the method that calls
  /// @param source the source file
  /// @param line the line, 0 if it is not known
  /// @param path how it is reached, from the beginning
  record Place(Call method, String source, int line, List<String> path) {
    /// As a stack would show it.
    String text() {
      return method.qualified() + "(" + source + (line > 0 ? ":" + line : "") + ")";
    }
  }

  /// Begins at this method of a class.
  void begin(Call method) {
    reach(method, null);
  }

  /// Follows all calls.
  void follow() {
    while (!open.isEmpty()) {
      Call method = open.remove();
      ClassModel owner = code.find(method.owner());
      if (owner != null) {
        owner.methods().stream()
            .filter(declared -> signature(declared).equals(method.signature()))
            .findFirst()
            .ifPresent(declared -> read(owner, declared, method));
      }
    }
  }

  private void read(ClassModel owner, MethodModel declared, Call method) {
    String source =
        owner
            .findAttribute(Attributes.sourceFile())
            .map(a -> a.sourceFile().stringValue())
            .orElse("?");
    declared
        .code()
        .ifPresent(
            body -> {
              int line = 0;
              Optional<Call> before = Optional.empty();
              for (CodeElement element : body) {
                if (element instanceof LineNumber number) {
                  line = number.line();
                } else if (!(element instanceof LabelTarget)) {
                  before = element(element, before, new At(method, source, line));
                }
              }
            });
  }

  private record At(Call method, String source, int line) {}

  /// Reads one instruction; returns the call that it is, or empty.
  private Optional<Call> element(CodeElement element, Optional<Call> before, At at) {
    switch (element) {
      case InvokeInstruction invoke -> {
        Call call =
            new Call(
                invoke.owner().asInternalName(),
                invoke.name().stringValue(),
                invoke.type().stringValue());
        called(call, before, at);
        return Optional.of(call);
      }
      case InvokeDynamicInstruction dynamic -> {
        for (ConstantDesc argument : dynamic.bootstrapArgs()) {
          if (argument instanceof DirectMethodHandleDesc handle) {
            handle(handle, at);
          }
        }
      }
      case NewObjectInstruction creation -> make(creation.className().asInternalName(), at.method);
      case FieldInstruction field -> initialise(field.owner().asInternalName(), at.method);
      case ConstantInstruction.LoadConstantInstruction load -> {
        if (load.constantValue() instanceof ClassDesc named && named.isClassOrInterface()) {
          make(internal(named), at.method);
        }
      }
      default -> {}
    }
    return Optional.empty();
  }

  private void handle(DirectMethodHandleDesc handle, At at) {
    String owner = internal(handle.owner());
    switch (handle.kind()) {
      case GETTER, SETTER, STATIC_GETTER, STATIC_SETTER -> {}
      default -> {
        Call call = new Call(owner, handle.methodName(), handle.lookupDescriptor());
        if (call.isConstructor()) {
          make(owner, at.method);
        }
        called(call, Optional.empty(), at);
      }
    }
  }

  private void called(Call call, Optional<Call> before, At at) {
    visitor.visit(call, before, new Place(at.method, at.source, at.line, path(at.method)));
    if (code.find(call.owner()) == null) {
      return;
    }
    initialise(call.owner(), at.method);
    declarer(call).ifPresent(target -> reach(target, at.method));
    if (!call.isConstructor() && virtualCalls.putIfAbsent(call.signature(), at.method) == null) {
      for (String type : List.copyOf(made)) {
        declarer(new Call(type, call.name(), call.descriptor()))
            .ifPresent(target -> reach(target, at.method));
      }
    }
  }

  /// The class of the program in which the method stands, from the named class upwards.
  private Optional<Call> declarer(Call call) {
    String type = call.owner();
    while (type != null) {
      ClassModel model = code.find(type);
      if (model == null) {
        return Optional.empty();
      }
      if (declares(model, call.signature())) {
        return Optional.of(new Call(type, call.name(), call.descriptor()));
      }
      for (ClassEntry parent : model.interfaces()) {
        ClassModel declaring = code.find(parent.asInternalName());
        if (declaring != null && declares(declaring, call.signature())) {
          return Optional.of(new Call(parent.asInternalName(), call.name(), call.descriptor()));
        }
      }
      type = model.superclass().map(ClassEntry::asInternalName).orElse(null);
    }
    return Optional.empty();
  }

  private void make(String type, @Nullable Call by) {
    if (code.find(type) == null || !made.add(type)) {
      return;
    }
    initialise(type, by);
    Set<String> callable = library.signatures(type);
    for (ClassModel at : lineage(type)) {
      for (MethodModel method : at.methods()) {
        String signature = signature(method);
        boolean open =
            callable.contains(signature)
                || callable.contains(LibraryMethods.UNKNOWN)
                || virtualCalls.containsKey(signature);
        if (open && !method.flags().has(AccessFlag.STATIC)) {
          reach(call(at, method), by);
        }
      }
    }
  }

  /// The class and what it inherits from in the program.
  private List<ClassModel> lineage(String type) {
    Set<String> names = new LinkedHashSet<>();
    List<ClassModel> models = new ArrayList<>();
    Deque<String> above = new ArrayDeque<>(List.of(type));
    while (!above.isEmpty()) {
      String name = above.remove();
      ClassModel model = code.find(name);
      if (model != null && names.add(name)) {
        models.add(model);
        model.superclass().ifPresent(parent -> above.add(parent.asInternalName()));
        model.interfaces().forEach(parent -> above.add(parent.asInternalName()));
      }
    }
    return models;
  }

  private void initialise(String type, @Nullable Call by) {
    ClassModel model = code.find(type);
    if (model != null && initialised.add(type)) {
      model.superclass().ifPresent(parent -> initialise(parent.asInternalName(), by));
      reach(new Call(type, "<clinit>", "()V"), by);
    }
  }

  private void reach(Call method, @Nullable Call by) {
    if (!reached.containsKey(method)) {
      reached.put(method, by);
      open.add(method);
    }
  }

  private List<String> path(Call method) {
    List<String> path = new ArrayList<>();
    for (Call at = method; at != null && path.size() < PATH_MAX; at = reached.get(at)) {
      path.addFirst(Call.simple(at.owner()) + "." + at.name());
    }
    return path;
  }

  private static boolean declares(ClassModel model, String signature) {
    return model.methods().stream().anyMatch(method -> signature(method).equals(signature));
  }

  private static Call call(ClassModel owner, MethodModel method) {
    return new Call(
        owner.thisClass().asInternalName(),
        method.methodName().stringValue(),
        method.methodType().stringValue());
  }

  private static String signature(MethodModel method) {
    return method.methodName().stringValue() + method.methodType().stringValue();
  }

  private static String internal(ClassDesc type) {
    String descriptor = type.descriptorString();
    return descriptor.startsWith("L")
        ? descriptor.substring(1, descriptor.length() - 1)
        : descriptor;
  }
}
