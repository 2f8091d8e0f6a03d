import groovy.json.JsonSlurper

def run = { List<String> command ->
    def process = command.execute()
    def output = new StringBuffer()
    process.waitForProcessOutput(output, output)
    assert process.exitValue() == 0, "${command}\n${output}"
    output.toString()
}
def projects = ['v4l2loopback', 'dm-writeboost', 'digimend']
def kernel = new JsonSlurper().parse(
        new File(itLocalRepository, 'org/kernelmaven/it/debian-kernel/1.0/debian-kernel-1.0-metadata.json'))

// All are built and loaded, with what they need of the kernel's own modules; then there is nothing more to do.
def runs = new File(basedir, 'build.log').text.split('Scanning for projects')
assert runs.length == 3
assert (runs[1] =~ /Loaded \d+ modules on Linux/).size() == projects.size()
assert new File(basedir, 'v4l2loopback/target/kernel-module/test/console.log').text.contains('v4l2loopback driver version')
assert runs[2].count('are up to date') == projects.size() && !runs[2].contains('Compiling modules')

// Debian's headers as their packages have them; installed they would name each other by absolute paths.
def work = new File(basedir, 'packages')
def headers = kernel.source.description.split(', ').findAll { it =~ /^linux-(headers|kbuild)-/ }
assert headers.size() == 3
run(['sh', new File(basedir, 'unpack.sh').path, work.path] + headers.collect { it.toString() })
def source = new File(work, 'root/usr/src')
def makefile = new File(source, "linux-headers-${kernel.release}/Makefile")
assert makefile.text.contains('include /usr/src/')
makefile.text = makefile.text.replace('include /usr/src/', "include ${source}/")

def modules = { File folder ->
    def found = [:] as TreeMap
    folder.eachFileRecurse(groovy.io.FileType.FILES) {
        if (it.name.endsWith('.ko')) {
            found[it.name] = it
        }
    }
    found
}
/** What of a module others see: the symbols it exports, those it imports, and what it says of itself. */
def shape = { File module ->
    def modinfo = new File(work, 'modinfo')
    // The section alone, for plain make's file has debug information.
    run(['objcopy', '-O', 'binary', '--only-section=.modinfo', module.path, modinfo.path])
    def symbols = run(['nm', module.path]).readLines()*.trim()*.split(' +')
    [exported: symbols.collect { it.last() }.findAll { it.startsWith('__ksymtab_') }.toSet(),
     imported: symbols.findAll { it.size() == 2 && it[0] in ['U', 'w'] }.collect { it.join(' ') }.toSet(),
     modinfo: modinfo.text.split('\0').findAll { !it.isEmpty() }]
}

projects.each { project ->
    def plain = new File(work, "plain/${project}")
    assert plain.deleteDir() || !plain.exists()
    assert plain.parentFile.mkdirs() || plain.parentFile.exists()
    run(['cp', '-r', new File(basedir, "${project}/src/main/module").path, plain.path])
    // Debian's compiler has a version in its name, which another distribution may not have.
    run(['make', '-C', makefile.parent, "M=${plain}".toString(), 'CC=gcc', 'modules'])

    def root = new File(work, "installed/${project}")
    assert root.deleteDir() || !root.exists()
    assert root.mkdirs()
    run(['tar', '--zstd', '-C', root.path, '-xf', new File(itLocalRepository,
            "org/kernelmaven/it/${project}/1.0/${project}-1.0-${kernel.release}-x86_64.tar.zst").path])

    def ours = modules(root)
    def theirs = modules(plain)
    assert !theirs.isEmpty()
    assert ours.keySet() == theirs.keySet()
    theirs.each { name, module ->
        def wanted = shape(module)
        assert wanted.imported.size() > 1 && wanted.modinfo.contains('license=GPL')
        assert shape(ours[name]) == wanted
    }
}
true
