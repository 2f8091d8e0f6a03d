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
assert runs.length == 4
assert runs[2] =~ /Compiled Linux .*: 1 C file, 1 module/
true
