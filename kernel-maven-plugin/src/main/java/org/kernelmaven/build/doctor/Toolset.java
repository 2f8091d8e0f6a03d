package org.kernelmaven.build.doctor;

/**
 * Which compilers a build uses.
 *
 * @param crossCompile the prefix of the target's tools, such as {@code aarch64-linux-gnu-}; empty for a native build
 * @param llvm the value of {@code LLVM=}: empty for gcc, {@code 1}, {@code -15} or {@code /opt/llvm/bin/}
 *     (Documentation/kbuild/llvm.rst)
 * @param hostCompiler the compiler of programs that run on this machine, as {@code HOSTCC=} has it; empty for the
 *     kernel's own choice
 */
public record Toolset(String crossCompile, String llvm, String hostCompiler) {

    /** gcc, for this machine. */
    public static final Toolset NATIVE = new Toolset("", "", "");

    boolean isLlvm() {
        return !llvm.isEmpty() && !llvm.equals("0");
    }

    /** The compiler of the kernel. */
    String compiler() {
        return isLlvm() ? llvmTool("clang") : crossCompile + "gcc";
    }

    /** The linker of the kernel. */
    String linker() {
        return isLlvm() ? llvmTool("ld.lld") : crossCompile + "ld";
    }

    /** The compiler of what runs while building. */
    String host() {
        if (!hostCompiler.isEmpty()) {
            return hostCompiler;
        }
        return isLlvm() ? llvmTool("clang") : "gcc";
    }

    /** A program of LLVM, with the suffix or directory that LLVM= gives. */
    String llvmTool(String name) {
        if (llvm.startsWith("-")) {
            return name + llvm;
        }
        return llvm.endsWith("/") ? llvm + name : name;
    }
}
