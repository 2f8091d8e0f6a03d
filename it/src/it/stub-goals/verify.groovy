def runs = new File(basedir, 'build.log').text.split('Scanning for projects').drop(1)
assert runs.length == 5

// Every parameter has its default and an example.
def help = runs[0]
['source', 'baseConfig', 'modDirVersion', 'signingKey', 'makeFlags'].each { assert help.contains(it) }
assert help.count('Example:') > 25

// Before there is a tree the doctor knows what every build needs, after it what the tree asks for.
assert runs[1].contains('every kernel build')
assert runs[3].contains('min-tool-version')
assert new File(basedir, 'defconfig').text.contains('CONFIG_WIDGET=m')
assert new File(basedir, 'target/kernel/tree/build/.config').text.contains('CONFIG_NR_CPUS=2')

// Five goals, one source: what is to be said of it is said once.
assert runs[4].count('has no hash') == 1
true
