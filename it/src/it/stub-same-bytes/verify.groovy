def artifacts = { File project ->
    new File(project, 'target').listFiles().findAll { it.name ==~ /.*\.(tar\.zst|json)/ }.collectEntries { [it.name, it.bytes] }
}
def plain = artifacts(basedir)
def spaced = artifacts(new File(basedir, 'Zweiter Bauplatz ä'))
assert plain.size() == 6
assert plain.keySet() == spaced.keySet()
plain.each { name, bytes -> assert Arrays.equals(bytes, spaced[name]), name }
true
