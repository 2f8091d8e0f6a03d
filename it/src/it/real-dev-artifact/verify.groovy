import java.nio.file.Files
import java.security.MessageDigest

def run = { List<String> command ->
    def process = command.execute()
    def output = new StringBuffer()
    process.waitForProcessOutput(output, output)
    assert process.exitValue() == 0, "${command}\n${output}"
    output.toString()
}
def root = run(['id', '-u']).trim() == '0'
// Root may write whatever the modes say, so another user builds.
def asUser = root ? ['setpriv', '--reuid=65534', '--clear-groups'] : []

def work = Files.createTempDirectory('dev artifact ').toFile()
try {
    def archive = new File(itLocalRepository,
            'org/kernelmaven/example/quickstart-kernel/6.1-quickstart1/quickstart-kernel-6.1-quickstart1-dev.tar.zst')
    run(['tar', '--zstd', '-xf', archive.path, '-C', work.path])
    def dev = work.listFiles().find { it.name.startsWith('linux-') }
    def digests = {
        def files = []
        dev.eachFileRecurse(groovy.io.FileType.FILES) { files << it }
        files.sort { it.path }.collectEntries { [it.path, MessageDigest.getInstance('SHA-256').digest(it.bytes).encodeHex().toString()] }
    }
    def before = digests()

    // Neither a key nor the path of the build.
    assert !before.keySet().any { it.endsWith('.pem') || it.endsWith('.priv') || it.endsWith('.x509') }
    def build = new File(basedir.parentFile.parentFile, 'it-quickstart').path
    assert run(['sh', '-c', 'grep -rl -F -e "$1" "$2" || true', 'sh', build, dev.path]).trim() == ''

    // Modules are compiled outside of it, in a directory without a space: the kernel takes no other (Linux 6.1).
    def module = Files.createTempDirectory('module').toFile()
    new File(basedir, 'module').eachFile { Files.copy(it.toPath(), new File(module, it.name).toPath()) }
    run(['chmod', '-R', 'a-w', dev.path])
    run(['chmod', 'a+rx', work.path])
    run(['chmod', '-R', 'a+rwX', module.path])
    run(asUser + ['make', '-C', dev.path, "M=${module.path}".toString(), 'modules'])
    def modinfo = ['/sbin/modinfo', '/usr/sbin/modinfo', '/usr/bin/modinfo'].find { new File(it).exists() }
    assert run([modinfo, '-F', 'vermagic', "${module.path}/hello.ko".toString()]).startsWith('6.1.')
    assert digests() == before
    run(['rm', '-rf', module.path])
} finally {
    run(['chmod', '-R', 'u+w', work.path])
    run(['rm', '-rf', work.path])
}
true
