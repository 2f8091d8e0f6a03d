package org.kernelmaven.build.module;

/**
 * A module project's share of one kernel.
 *
 * @param workspace where its folders and archives are
 * @param module what was built
 */
record MatrixPart(ModuleWorkspace workspace, CompiledModule module) {}
