package org.kernelmaven.source;

/** A kernel that somebody compiled already: its files are taken as they are. */
public sealed interface ReadyMade extends Source permits DebianKernelSource, DebsSource, InstalledSource {}
