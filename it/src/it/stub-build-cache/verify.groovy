def runs = new File(basedir, 'build.log').text.split('Scanning for projects')
assert runs.length == 8
assert runs[1].contains('Compiled Linux 6.1.999')

assert runs[2].contains('Found cached build, restoring')
assert !runs[2].contains('Compiled Linux')
assert !new File(basedir, 'second/target/kernel').exists()
def artifacts = { File folder ->
    folder.listFiles().findAll { it.name ==~ /.*\.(tar\.zst|json)/ }.collectEntries { [it.name, it.bytes] }
}
def built = artifacts(new File(basedir, 'first/target'))
assert built.size() == 6
built.each { name, bytes ->
    assert runs[2].contains("stub-build-cache/1.0/${name}"), name
    assert Arrays.equals(bytes, new File(itLocalRepository, "org/kernelmaven/it/stub-build-cache/1.0/${name}").bytes), name
}

assert runs[3].contains('Parameter: commandLine') && runs[3].contains('Compiled Linux 6.1.999')
assert runs[4].contains('Found cached build, restoring') && !runs[4].contains('Compiled Linux')

runs[5..7].each { assert it.contains('Compiled Linux 6.1.999') }
true
