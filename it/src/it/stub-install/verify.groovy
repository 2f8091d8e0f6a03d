import groovy.json.JsonSlurper

def repository = new File(itLocalRepository, 'org/kernelmaven/it/stub-install/1.0')
def entries = { String name ->
    def file = new File(repository, "stub-install-1.0${name}")
    assert file.isFile()
    def tar = ['tar', '--zstd', '-tf', file.path].execute()
    def text = tar.text
    assert tar.waitFor() == 0
    text.readLines()
}

assert entries('.tar.zst').contains('boot/vmlinuz-6.1.999-acme')
def modules = entries('-modules.tar.zst')
assert modules.contains('lib/modules/6.1.999-acme/kernel/drivers/misc/widget.ko')
assert !modules.contains('lib/')
assert !modules.any { it.endsWith('/build') || it.endsWith('/source') }
assert entries('-dev.tar.zst').any { it.endsWith('Module.symvers') }
assert entries('-headers.tar.zst').any { it.endsWith('include/linux/stub.h') }
assert entries('-recipe.tar.zst').any { it.contains('faster-fork') }

def metadata = new JsonSlurper().parse(new File(repository, 'stub-install-1.0-metadata.json'))
assert metadata.release == '6.1.999-acme'
assert metadata.features.fasterFork
assert metadata.patches*.name == ['faster-fork']

// The first run compiled, the second only looked.
def log = new File(basedir, 'build.log').text
def runs = log.split('Scanning for projects')
assert runs.length == 3
assert runs[1].contains('Compiled')
assert !runs[2].contains('Compiled')
assert runs[2].contains('up to date')
true
