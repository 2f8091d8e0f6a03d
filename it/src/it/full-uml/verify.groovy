def runs = new File(basedir, 'build.log').text.split('Scanning for projects')
assert runs.length == 10

// The kernel itself was started, by nobody else, and took less than a second.
runs[1..4].each { assert it =~ /Booting Linux 6\.12\.\S+ as a program of this machine/ }
def seconds = { String run -> (run =~ /Loaded \d modules on Linux 6\.12\.\S+ in ([\d.]+) s/)[0][1].toBigDecimal() }
assert seconds(runs[1]) < 1.0 && seconds(runs[4]) < 1.0
println "The tests of a module in a user-mode Linux kernel: guests of ${seconds(runs[1])} s and ${seconds(runs[4])} s"

assert runs[2].contains('kernel-maven: loaded kunit')

// A shell, for somebody who types; the invoker's Maven has nobody.
['given', 'taken'].each { new File(basedir, it).mkdir() }
new File(basedir, 'given/word').text = 'the word'
new File(basedir, 'taken/word').delete()
def shell = ["${System.getProperty('maven.home')}/bin/mvn".toString(), '-B', '-o', '-Dmaven.legacyLocalRepo=true', '-f',
        new File(basedir, 'kernel/pom.xml').path, "-Dmaven.repo.local=${itLocalRepository}".toString(),
        "-Dkernel.store=${itStore}".toString(), '-Dkernel.reuse=false', 'kernel:run', '-Dkernel.run.shell',
        "-Dkernel.run.shares=../given:/given,../taken:/taken:rw"].execute()
def said = new StringBuffer()
shell.withOutputStream {
    it << 'echo the sum is $((40 + 2))\ncat /given/word >/taken/word\necho no >/given/word || echo not to be written\nexit\n'
}
shell.waitForProcessOutput(said, said)
assert shell.exitValue() == 0, said
assert said.contains('A shell in Linux 6.12.') && said.contains('the sum is 42')
// With two folders of this machine, of which it may write to one.
assert new File(basedir, 'taken/word').text == 'the word' && new File(basedir, 'given/word').text == 'the word'
assert said.contains('not to be written')

// A guest that is kept: more than its terminal holds at once is sent to it. One that hangs is replaced.
def dev = ["${System.getProperty('maven.home')}/bin/mvn".toString(), '-B', '-o', '-Dmaven.legacyLocalRepo=true', '-f',
        new File(basedir, 'shapes/pom.xml').path, "-Dmaven.repo.local=${itLocalRepository}".toString(),
        "-Dkernel.store=${itStore}".toString(), 'kernel:dev', '-Dkernel.dev.patience=5'].execute()
said = new StringBuffer()
dev.withOutputStream { it << 'quit\n' }
dev.waitForProcessOutput(said, said)
assert new File(basedir, 'shapes/target/kernel-module/test-src/rectangle_test.ko').length() > 4096
assert dev.exitValue() == 0 && said.contains('not ok 1 rectangle'), said
assert said.contains('no answer within 5 s while loading circle_test') && said.contains('The guest is restarted'), said

// What was selected ran, and is all that counts.
assert runs[1].contains('Tests run: 2, Failures: 0, Errors: 0, Skipped: 0 -- in rectangle')
assert runs[1].contains('1 more ran that -Dtest=rectangle#area+flat does not select')
// A test that fails in the first guest and passes in the second is flaky.
assert runs[3].contains('Tests run: 1, Failures: 0, Errors: 0, Skipped: 0, Flakes: 1 -- in flaky')
def flaky = new groovy.xml.XmlSlurper().parse(new File(basedir, 'shapes/target/surefire-reports/TEST-flaky.xml'))
assert flaky.testcase.flakyFailure.@message.text().contains('EXPECTATION FAILED at flaky_test.c:11')
// KUnit itself left out the test that hangs.
assert runs[4].contains('Tests run: 1, Failures: 0, Errors: 0, Skipped: 0 -- in circle')
assert !runs[4].contains('more ran')
// A failed test fails the build, with what it printed.
assert runs[5].contains('Tests run: 3, Failures: 1, Errors: 0, Skipped: 0 <<< FAILURE! -- in rectangle')
assert runs[5].contains("test 'rectangle.circular' failed") && runs[5].contains('measuring a circle')
assert runs[6].contains('no test matches -Dtest=triangle. There are: circle, early, flaky, flood, rectangle.') && !runs[6].contains('Booting')
assert runs[7].contains('the guest did not power off within 5 s') && runs[7].contains('while loading circle_test')

assert runs[8].contains('the guest printed more than 32 MiB and was ended; among it: ')
assert runs[9].contains('the virtual machine ended with exit code 0 before the guest was done') && runs[9].contains('# Subtest: early')

def report = new groovy.xml.XmlSlurper().parse(new File(basedir, 'shapes/target/surefire-reports/TEST-rectangle.xml'))
assert report.testcase.collect { it.@name.text() } == ['area', 'flat', 'circular'] && report.@failures.text() == '1'

// The guests that hung and flooded are gone, with all their processes; of the last one the console is kept.
def left = ProcessHandle.allProcesses().filter { it.info().commandLine().orElse('').contains(basedir.path) && it.info().commandLine().orElse('').contains('uml_dir=') }
assert left.count() == 0
assert new File(basedir, 'shapes/target/kernel-module/test/console.log').text.contains('# Subtest: early')

// The main artifact is a program where it is unpacked.
def root = new File(basedir, 'root')
assert root.deleteDir() || !root.exists()
assert root.mkdirs()
def main = new File(itLocalRepository, 'org/kernelmaven/it/full-uml-kernel/1.0/full-uml-kernel-1.0.tar.zst')
assert ['tar', '--zstd', '-C', root.path, '-xf', main.path].execute().waitFor() == 0
assert new File(root, 'boot').listFiles().find { it.name.startsWith('vmlinuz-6.12.') }.canExecute()
true
