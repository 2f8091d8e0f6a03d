def runs = new File(basedir, 'build.log').text.split('Scanning for projects')
assert runs.length == 3
assert runs[1].contains('BUILD FAILURE')
assert runs[1].contains('FRAME_POINTER (parameter <config><FRAME_POINTER>)')
assert runs[1].contains('UNWINDER_FRAME_POINTER')
assert !runs[1].contains('KGDB_SERIAL_CONSOLE (parameter')
assert runs[2].contains('BUILD SUCCESS')
assert runs[2] =~ /WARN.*FRAME_POINTER/
true
