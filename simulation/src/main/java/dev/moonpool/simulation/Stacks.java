package dev.moonpool.simulation;

import java.io.PrintWriter;
import java.io.StringWriter;

/// Stacks as reports show them, and the frames in them that tell where something comes from.
final class Stacks {
  private Stacks() {}

  static String text(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }

  static String text(StackTraceElement[] frames) {
    StringBuilder text = new StringBuilder();
    for (StackTraceElement frame : frames) {
      text.append("    at ").append(frame).append('\n');
    }
    return text.toString();
  }

  /// ` in Type.method` of the first frame that is neither the JDK's nor the simulator's or Netty's;
  /// empty if there is none.
  static String origin(StackTraceElement[] frames) {
    for (StackTraceElement frame : frames) {
      String type = frame.getClassName();
      if (!isJdk(type) && !isKernel(type)) {
        return " in " + simple(type) + "." + frame.getMethodName();
      }
    }
    return "";
  }

  /// The same with file and line.
  static String place(StackTraceElement[] frames) {
    for (StackTraceElement frame : frames) {
      if (!isJdk(frame.getClassName()) && !isKernel(frame.getClassName())) {
        return frame.toString();
      }
    }
    return "code that no stack shows";
  }

  /// The method of the JDK, as `Type.method`, that the first frame of other code calls; empty if
  /// there is none.
  static String call(StackTraceElement[] frames) {
    String last = "";
    for (StackTraceElement frame : frames) {
      if (!isJdk(frame.getClassName())) {
        return last;
      }
      last = simple(frame.getClassName()) + "." + frame.getMethodName();
    }
    return "";
  }

  private static boolean isJdk(String type) {
    return type.startsWith("java.") || type.startsWith("jdk.");
  }

  private static boolean isKernel(String type) {
    return type.startsWith("io.netty.")
        || type.startsWith("dev.moonpool.simulation.kernel.")
        || type.startsWith("dev.moonpool.simulation.network.");
  }

  private static String simple(String type) {
    return type.substring(type.lastIndexOf('.') + 1);
  }
}
