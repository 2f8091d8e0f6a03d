package org.kernelmaven.build;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.kernelmaven.archive.TarZstd.Packed;
import org.kernelmaven.artifact.KernelArtifacts;
import org.kernelmaven.artifact.RecipeArchive;
import org.kernelmaven.store.Trees;

/** The archives that only a kernel with a build tree has: headers, recipe, and debug information where it is wanted. */
final class CompiledExtras {

    private final Workspace workspace;
    private final CompiledKernel kernel;
    private final ConfiguredKernel configured;
    private final InstallTargets make;

    CompiledExtras(Environment environment, Workspace workspace, CompiledKernel kernel) {
        this.workspace = workspace;
        this.kernel = kernel;
        this.configured = kernel.configured();
        this.make = new InstallTargets(environment, workspace, configured);
    }

    List<Extra> list() {
        var extras = new ArrayList<Extra>();
        if (configured.spec().toolchain().arch().hasHeaders()) {
            extras.add(new Extra(
                    "kernel-headers", "headers", "", (artifacts, target) -> artifacts.headers(make.headers(), target)));
        }
        var recipe = new RecipeWriter(configured);
        extras.add(new Extra(
                "kernel-recipe",
                "recipe",
                recipe.recipe().toString(),
                (artifacts, target) -> RecipeArchive.pack(
                        recipe.recipe(),
                        recipe.files(workspace.buildTree().resolve(".config")),
                        target,
                        configured.spec().project().timestamp())));
        if (configured.spec().debugArtifact()) {
            extras.add(new Extra("kernel-debug", "debug", "", this::debug));
        }
        return extras;
    }

    private Packed debug(KernelArtifacts artifacts, Path target) throws IOException {
        var unstripped = workspace.staging().resolve("debug");
        Trees.delete(unstripped);
        try {
            if (kernel.developmentTree().isPresent()) {
                make.modules(unstripped, false);
            }
            return artifacts.debug(
                    workspace.buildTree().resolve("vmlinux"),
                    kernel.developmentTree().map(tree -> unstripped),
                    target);
        } finally {
            Trees.delete(unstripped);
        }
    }
}
