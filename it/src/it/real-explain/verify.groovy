// The output of each goal, without the log's own words, in the order of invoker.properties.
def runs = new File(basedir, 'build.log').text.split('Scanning for projects').drop(1).collect { it.replaceAll(/\[INFO\] /, '') }
assert runs.size() == 17
assert runs.every { it.contains('BUILD SUCCESS') }

[0, 8].each { first ->
    def (framePointer, console, debugInfo, otherArch, misspelt, selected, bool, range) = runs[first..first + 7]
    assert framePointer =~ /lib\/Kconfig\.debug:\d+/
    assert framePointer =~ /selected by  not now: UNWINDER_FRAME_POINTER \[=n\]/
    assert framePointer.contains('ask for UNWINDER_FRAME_POINTER=y')
    assert console =~ /It is n, because it depends on TTY \[=n\], (HW_CONSOLE|VT) \[=n\]/
    assert console =~ /ask for .*\bTTY=y\b/
    assert debugInfo.contains('ask for DEBUG_INFO_DWARF_TOOLCHAIN_DEFAULT=y')
    assert otherArch =~ /elsewhere +arch\/arm\/mm\/Kconfig:\d+/
    assert misspelt.contains('Did you mean FRAME_POINTER')
    assert selected.contains('it is selected by')
    assert selected =~ /ask for .*=n/
    assert bool.contains('NET is a bool: it can be y or n, never m.')
    assert range.contains('range        NR_CPUS_RANGE_BEGIN [=2] to NR_CPUS_RANGE_END [=512]')
    assert range.contains('no change was found that gives NR_CPUS=100000')
}

assert runs[16].contains('TTY y -> n: n was asked for (parameter <config><TTY>)')
assert runs[16].contains('KGDB n -> y: y was asked for (parameter <config><KGDB>)')
assert runs[16].contains('NO_SUCH_OPTION was y; this tree does not define it')
true
