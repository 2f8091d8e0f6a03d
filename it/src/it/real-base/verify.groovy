import groovy.json.JsonSlurper

def metadata = { String name ->
    new JsonSlurper().parse(new File(itLocalRepository, "org/kernelmaven/it/${name}/1.0/${name}-1.0-metadata.json"))
}
['real-base', 'real-house-kernel'].each {
    assert metadata(it).patches*.name == ['acme-hello']
    assert metadata(it).features.acmeHello
}

def log = new File(basedir, 'build.log').text
assert log.contains('acme_hello: hello')

// The second run recompiled the file that its patch changed, and no other.
def runs = log.split('Scanning for projects')
assert runs.length == 6
assert runs[2] =~ /Compiled Linux .*: 1 C file, 1 module/

// In the reactor the module was compiled against a directory, tested on a kernel that was not packed yet, and made the
// same of the archive.
assert runs[3].contains('Compiling modules for Linux')
assert !runs[3].contains('Packed')
assert runs[4] =~ /Loaded 1 module on Linux/ && !runs[4].contains('Packed')
assert runs[5] =~ /Loaded 1 module on Linux/
assert new File(basedir, 'house/user/target/kernel-module/test/console.log').text.contains('real_user: the kernel says hello')
assert new File(itLocalRepository, 'org/kernelmaven/it/real-user/1.0').list().count { it.endsWith('.tar.zst') } == 3
true
