import groovy.json.JsonSlurper

def kernel = new JsonSlurper().parse(
        new File(itLocalRepository, 'org/kernelmaven/it/debian-kernel/1.0/debian-kernel-1.0-metadata.json'))
def runs = new File(basedir, 'build.log').text.split('Scanning for projects')
assert runs.length == 4

// One source, one module, and nothing of the kernel was compiled.
assert runs[2].contains("Compiling modules for Linux ${kernel.release} ")
assert runs[2].contains('Compiled: 1 C file, 1 module in ')
assert !runs[2].contains('Compiling the kernel')

// Debian's image loaded it. Its kernels have no KUnit, which is said, and is no failure.
assert new File(basedir, 'debian-hello/target/kernel-module/test/console.log').text.contains('debian_hello: hello')
assert runs[2] =~ /Loaded 1 module on Linux ${java.util.regex.Pattern.quote(kernel.release)} in /
assert runs[2].contains('has no KUnit')

// How long kernel and module took together, from nothing.
def seconds = { String run ->
    def minutes = run =~ /Total time: +(\d+):(\d+) min/
    minutes ? minutes[0][1].toInteger() * 60 + minutes[0][2].toInteger()
            : (run =~ /Total time: +([\d.]+) s/)[0][1].toBigDecimal()
}
def kernelRuns = new File(basedir, '../real-debian-kernel/build.log').text.split('Scanning for projects')
def total = seconds(kernelRuns[1]) + seconds(runs[1]) + seconds(runs[2])
println "Debian's kernel imported, a module generated, built and loaded on it: ${total} s"

def archive = new File(itLocalRepository,
        "org/kernelmaven/it/debian-hello/1.0/debian-hello-1.0-${kernel.release}-x86_64.tar.zst")
def root = new File(basedir, 'root')
root.deleteDir()
assert root.mkdirs()
def run = { List<String> command ->
    def process = command.execute()
    def output = new StringBuffer()
    process.waitForProcessOutput(output, output)
    assert process.exitValue() == 0, "${command}\n${output}"
    output.toString()
}
run(['tar', '--zstd', '-C', root.path, '-xf', archive.path])
def modinfo = ['/sbin/modinfo', '/usr/sbin/modinfo', '/usr/bin/modinfo'].find { new File(it).exists() }
def module = new File(root, "lib/modules/${kernel.release}/updates/debian_hello.ko").path
assert run([modinfo, '-F', 'vermagic', module]).startsWith(kernel.release + ' ')

// Signed, it is the same module with a signature at its end that the key's certificate belongs to.
def signedRoot = new File(basedir, 'signed')
signedRoot.deleteDir()
assert signedRoot.mkdirs()
run(['tar', '--zstd', '-C', signedRoot.path, '-xf',
        new File(basedir, "debian-hello/target/debian-hello-1.0-${kernel.release}-x86_64.tar.zst").path])
def signed = new File(signedRoot, "lib/modules/${kernel.release}/updates/debian_hello.ko")
def magic = '~Module signature appended~\n'
def bytes = signed.bytes
def unsigned = new File(module).bytes
assert new String(bytes, bytes.length - magic.length(), magic.length(), 'ISO-8859-1') == magic
assert Arrays.equals(Arrays.copyOf(bytes, unsigned.length), unsigned)
assert run([modinfo, '-F', 'signer', signed.path]).trim() == 'Build time key of a test'
// struct module_signature before the magic ends with the signature's length, big-endian (include/linux/module_signature.h).
def end = bytes.length - magic.length() - 12
def length = java.nio.ByteBuffer.wrap(bytes).getInt(end + 8)
assert end - length == unsigned.length
def signature = new File(basedir, 'signature.p7s')
signature.bytes = Arrays.copyOfRange(bytes, end - length, end)
run(['openssl', 'cms', '-verify', '-binary', '-inform', 'DER', '-in', signature.path, '-content', module,
        '-certfile', new File(basedir, 'signing_key.pem').path, '-nointern', '-noverify', '-out', '/dev/null'])
// The kernel's own program makes the same bytes.
def dev = new File(itLocalRepository, 'org/kernelmaven/it/debian-kernel/1.0/debian-kernel-1.0-dev.tar.zst')
def tools = new File(basedir, 'tools')
tools.deleteDir()
assert tools.mkdirs()
run(['tar', '--zstd', '-C', tools.path, '--strip-components=2', '--wildcards', '-xf', dev.path, '*/scripts/sign-file'])
def theirs = new File(basedir, 'sign-file.ko')
theirs.bytes = unsigned
def pem = new File(basedir, 'signing_key.pem').path
run([new File(tools, 'sign-file').path, 'sha256', pem, pem, theirs.path])
assert Arrays.equals(theirs.bytes, bytes)
// The key is in nothing that is published.
def secret = new File(basedir, 'signing_key.pem').readLines().findAll { !it.startsWith('-') }[3]
new File(basedir, 'debian-hello/target').eachFileRecurse(groovy.io.FileType.FILES) {
    assert !it.getText('ISO-8859-1').contains(secret)
}
true
