// At compile the dependencies are directories; after the last run, up to package, they are archives.
def runs = new File(basedir, 'user/resolved').readLines().collect { it.split(' ').collect { new File(it) } }
assert runs.size() == 3
runs[0..1].each { dev, main, modules ->
    assert dev.name == 'dev'
    assert main.name == 'main'
    assert modules.name == 'modules'
}
def (dev, main, modules) = runs[2]
assert dev.file && main.file && modules.file
def log = new File(basedir, 'build.log').text
assert log.count('BUILD SUCCESS') == 3
def staged = new File(basedir, 'kernel/target/kernel/staged')
assert new File(staged, 'main/boot/vmlinuz-6.1.999').file
assert new File(staged, 'modules/lib/modules/6.1.999/kernel').directory
true
