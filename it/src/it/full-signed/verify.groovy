def runs = new File(basedir, 'build.log').text.split('Scanning for projects')
assert runs.length == 6

// Both modules load, so the kernel knows the key, and the CRCs fit.
assert runs[1] =~ /Loaded 2 modules on Linux 6\.12\./
// Without a signature one does not; with the wrong passphrase there is none.
assert runs[2].contains('Loading of unsigned module is rejected')
assert runs[3].contains('parameter <signingKey>: nothing can be signed with the key in ')
assert !runs[3].contains('Compiling modules')
// The kernel takes what the same key signs in a token; with the wrong PIN the token does not open.
assert runs[4].contains('door: opens with 42')
assert runs[4] =~ /Loaded 2 modules on Linux 6\.12\./
assert runs[5].contains("parameter <signingKey>: 'pkcs11:token=acme;object=modules?")
assert runs[5].contains('CKR_PIN_INCORRECT')
assert !runs[5].contains('Compiling modules')

def run = { List<String> command ->
    def process = command.execute()
    def output = new StringBuffer()
    process.waitForProcessOutput(output, output)
    assert process.exitValue() == 0, "${command}\n${output}"
    output.toString()
}
def artifact = { String name, String suffix ->
    new File(itLocalRepository, "org/kernelmaven/it/${name}/1.0/${name}-1.0${suffix}")
}
def kernel = new groovy.json.JsonSlurper().parse(artifact('full-signed-kernel', '-metadata.json'))
def unpack = { String name, String suffix ->
    def target = new File(basedir, "unpacked/${name}${suffix}")
    assert target.deleteDir() || !target.exists()
    assert target.mkdirs()
    run(['tar', '--zstd', '-C', target.path, '-xf', artifact(name, "${suffix}.tar.zst").path])
    target
}
def modinfo = ['/sbin/modinfo', '/usr/sbin/modinfo', '/usr/bin/modinfo'].find { new File(it).exists() }
def modprobe = ['/sbin/modprobe', '/usr/sbin/modprobe', '/usr/bin/modprobe'].find { new File(it).exists() }
def module = { String name ->
    new File(unpack("full-signed-${name}", "-${kernel.release}-x86_64"), "lib/modules/${kernel.release}/updates/full_signed_${name}.ko").path
}
def lock = module('lock')
def door = module('door')
[lock, door].each { assert run([modinfo, '-F', 'signer', it]).trim() == 'Key with a passphrase' }

// The CRC that one module asks for is the one that the other exports.
def versions = new File(unpack('full-signed-lock', "-${kernel.release}-x86_64-dev"), 'full-signed-lock-1.0/Module.symvers')
def crc = versions.readLines().find { it.split('\t')[1] == 'lock_turn' }.split('\t')[0]
assert run([modprobe, '--dump-modversions', door]).readLines().any { it.split('\t') == [crc, 'lock_turn'] }

// No log tells the passphrase.
['build.log', 'kernel/target/kernel/build.log', 'door/target/kernel-module/build.log'].collect { new File(basedir, it) }
        .findAll { it.exists() }.each { assert !it.text.contains('314159') && !it.text.contains('271828') }
true
