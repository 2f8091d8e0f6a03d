import groovy.json.JsonSlurper
import java.security.MessageDigest

def target = new File(basedir, 'target')
def run = { List<String> command, File directory ->
    def process = new ProcessBuilder(command).directory(directory).redirectErrorStream(true).start()
    def output = process.inputStream.text
    assert process.waitFor() == 0 : output
    output
}
def metadata = new JsonSlurper().parse(new File(target, 'debian-kernel-1.0-metadata.json'))
def release = metadata.release
assert release.endsWith('-amd64')
assert metadata.arch == 'x86_64'
assert metadata.source.kind == 'debian'
assert metadata.source.description.startsWith("linux-image-${release}=")
assert metadata.compiler.startsWith('gcc')

['main': '', 'modules': '-modules', 'dev': '-dev'].each { key, classifier ->
    def file = new File(target, "debian-kernel-1.0${classifier}.tar.zst")
    assert file.file
    def digest = MessageDigest.getInstance('SHA-256')
    file.eachByte(1 << 16) { bytes, length -> digest.update(bytes, 0, length) }
    assert digest.digest().encodeHex().toString() == metadata.artifacts[key]
}

def main = run(['tar', '-tf', 'debian-kernel-1.0.tar.zst'], target).readLines()
assert main.toSet() == ["boot/System.map-$release", "boot/config-$release", "boot/vmlinuz-$release"]*.toString().toSet()
def modules = run(['tar', '-tf', 'debian-kernel-1.0-modules.tar.zst'], target).readLines()
assert modules.every { it.startsWith("lib/modules/$release/") }
assert modules.contains("lib/modules/$release/modules.dep".toString())
// Debian 13 and later compress them.
assert modules.count { it =~ /\.ko(\.xz)?$/ } > 1000

// A module compiles against it, from a directory that is read-only and has a space in its path.
def dev = new File(target, 'a b')
dev.deleteDir()
dev.mkdirs()
run(['tar', '-xf', '../debian-kernel-1.0-dev.tar.zst'], dev)
run(['chmod', '-R', 'a-w', '.'], dev)
def module = new File(target, 'module')
module.mkdirs()
new File(module, 'Kbuild').text = 'obj-m := hello.o\n'
new File(module, 'hello.c').text = '''#include <linux/module.h>
static int __init hello_init(void) { pr_info("hello\\n"); return 0; }
static void __exit hello_exit(void) { }
module_init(hello_init);
module_exit(hello_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Says hello");
'''
try {
    run(['make', '-C', "$dev/linux-$release".toString(), "M=$module".toString(), 'modules'], target)
} finally {
    run(['chmod', '-R', 'u+w', '.'], dev)
}
assert run(['modinfo', '-F', 'vermagic', 'hello.ko'], module).startsWith(release)

def log = new File(basedir, 'build.log').text
assert log.count('BUILD SUCCESS') == 2
assert !log.contains('Compiling')
assert log.count('Packed 5 artifacts') == 1
assert log.contains("kernel-maven: booted $release")
true
