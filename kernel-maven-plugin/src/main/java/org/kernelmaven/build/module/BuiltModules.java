package org.kernelmaven.build.module;

/**
 * Modules that are ready to be loaded.
 *
 * @param kernel what they are for
 * @param modules their files
 */
public record BuiltModules(ModuleKernel kernel, TestModules modules) {}
