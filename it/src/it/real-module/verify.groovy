def runs = new File(basedir, 'build.log').text.split('Scanning for projects')
assert runs.length == 5

// Compiled, loaded, its KUnit test run: Maven's log has the counts, the console's file the rest.
def console = { String project -> new File(basedir, "${project}/target/kernel-module/test/console.log").text }
assert console('real-widget').contains('widget: hello')
assert runs[2].contains('[INFO] Tests run: 1, Failures: 0, Errors: 0, Skipped: 0 -- in widget') && !runs[2].contains('widget: hello')
assert runs[2] =~ /Loaded \d modules on Linux 6\.1\S* in .*, 1 test passed/
def suites = new File(basedir, 'real-widget/target/surefire-reports').listFiles().collect { new groovy.xml.XmlSlurper().parse(it) }
assert suites.size() == 1 && suites[0].@tests == '1' && suites[0].@failures == '0' && suites[0].@errors == '0'
// Nothing changed: no make.
assert runs[3].contains('are up to date') && !runs[3].contains('Compiling modules')
// The second project found header and symbol of the first, and its test loaded both.
assert console('gr\u00f6\u00dfer als b').contains('gadget: widget says hello')

def run = { List<String> command ->
    def process = command.execute()
    def output = new StringBuffer()
    process.waitForProcessOutput(output, output)
    assert process.exitValue() == 0, "${command}\n${output}"
    output.toString()
}
def artifact = { String name, String suffix ->
    new File(itLocalRepository, "org/kernelmaven/it/${name}/1.0/${name}-1.0${suffix}.tar.zst")
}
def release = new File(itLocalRepository, 'org/kernelmaven/it/real-widget/1.0').list()
        .findResult { (it =~ /real-widget-1\.0-(.*)-x86_64\.tar\.zst/).with { it ? it[0][1] : null } }
assert release.startsWith('6.1.')

// Installed by tar on a system whose /lib is a link, and found by depmod.
def root = new File(basedir, 'root')
root.deleteDir()
assert new File(root, 'usr/lib').mkdirs()
java.nio.file.Files.createSymbolicLink(new File(root, 'lib').toPath(), java.nio.file.Path.of('usr/lib'))
[artifact('real-widget', "-${release}-x86_64"), artifact('real-gadget', "-${release}-x86_64")].each {
    run(['tar', '--zstd', '-C', root.path, '-xf', it.path])
}
assert java.nio.file.Files.isSymbolicLink(new File(root, 'lib').toPath())
def tool = { name -> ['/sbin', '/usr/sbin', '/usr/bin'].collect { "${it}/${name}".toString() }.find { new File(it).exists() } }
run([tool('depmod'), '-b', root.path, release])
def updates = new File(root, "usr/lib/modules/${release}/updates")
assert new File(root, "usr/lib/modules/${release}/modules.dep").text.contains('updates/real_gadget.ko: updates/widget.ko')
assert run([tool('modinfo'), '-F', 'vermagic', "${updates}/widget.ko".toString()]).startsWith(release + ' ')
assert run([tool('modinfo'), '-F', 'description', "${updates}/widget.ko".toString()]).trim() == 'Drives "widgets"'

// Nothing of this machine is in the modules.
['widget.ko', 'real_gadget.ko'].each {
    assert !new File(updates, it).getText('ISO-8859-1').contains(basedir.path)
}

// An editor finds the sources where they are, not in the mirror.
def commands = new groovy.json.JsonSlurper().parse(new File(basedir, 'real-widget/target/kernel-module/compile_commands.json'))
assert commands*.file.contains(new File(basedir, 'real-widget/src/main/module/widget.c').path)

// With its code broken the build is red, and says what the test expected; so does the report.
def broken = new File(basedir, 'broken')
assert broken.deleteDir() || !broken.exists()
run(['cp', '-R', new File(basedir, 'real-widget').path, broken.path])
def source = new File(broken, 'src/main/module/widget.c')
assert source.text.contains('return "hello";')
source.text = source.text.replace('return "hello";', 'return "goodbye";')
def red = ["${System.getProperty('maven.home')}/bin/mvn".toString(), '-B', '-o', '-Dmaven.legacyLocalRepo=true', '-f', broken.path,
        "-Dmaven.repo.local=${itLocalRepository}".toString(), "-Dkernel.store=${itStore}".toString(), 'test'].execute()
def said = new StringBuffer()
red.waitForProcessOutput(said, said)
assert red.exitValue() == 1, said
[~/Tests run: 1, Failures: 1, .* <<< FAILURE! -- in widget/, ~/widget_greeting\(\) == "goodbye"/, ~/BUILD FAILURE/].each {
    assert said =~ it
}
def failure = new groovy.xml.XmlSlurper().parse(new File(broken, 'target/surefire-reports/TEST-widget.xml')).testcase.failure
assert failure.text().contains('widget_greeting() == "goodbye"') || failure.@message.text().contains('widget_greeting() == "goodbye"')

// The second project once more, as another user who may only read the store.
println run(['sh', new File(basedir, 'another-user.sh').path, new File(basedir, 'gr\u00f6\u00dfer als b').path,
        itLocalRepository.toString(), System.getProperty('maven.home'),
        artifact('real-gadget', "-${release}-x86_64").path])
true
