def run = { List<String> command ->
    def process = command.execute(null, basedir)
    def output = new StringBuffer()
    process.waitForProcessOutput(output, output)
    assert process.exitValue() == 0, "${command}\n${output}"
    output.toString()
}

new File(basedir, 'unpacked').mkdirs()
run(['tar', '--zstd', '-xf', 'target/full-btf-1.0-dev.tar.zst', '-C', 'unpacked'])
def dev = new File(basedir, 'unpacked').listFiles()[0]
assert new File(dev, 'tools/bpf/resolve_btfids/resolve_btfids').isFile()
assert new File(dev, 'vmlinux').length() < 16_000_000

run(['make', '-C', dev.path, "M=${new File(basedir, 'module').path}".toString(), 'modules'])
assert run(['readelf', '-S', 'module/hello.ko']).contains('.BTF')

// No file of the debug artifact knows where it was built.
new File(basedir, 'debug').mkdirs()
run(['tar', '--zstd', '-xf', 'target/full-btf-1.0-debug.tar.zst', '-C', 'debug'])
new File(basedir, 'debug').eachFileRecurse(groovy.io.FileType.FILES) {
    assert !run(['strings', '-a', it.path]).contains(new File(basedir, 'target').path), it
}
true
