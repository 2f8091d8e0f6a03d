def runs = new File(basedir, 'build.log').text.split('Scanning for projects')
assert runs.length == 5
runs.tail().each { assert it =~ /Booting Linux 6\.1\.\S+ as a program of this machine/ }

assert runs[1] =~ /Tests run: \d+, Failures: 0, Errors: 0, Skipped: \d -- in example/
assert runs[1] =~ /Tests run: \d+, Failures: 0, Errors: 0, Skipped: \d -- in kunit-try-catch-test/
// KUnit itself left out the rest.
assert runs[2].contains('Tests run: 2, Failures: 0, Errors: 0, Skipped: 1 -- in example') && !runs[2].contains('try-catch')
assert runs[3].contains('no test matches -Dtest=sample') && runs[3].contains('kunit-try-catch-test')
assert runs[4].contains('<<< FAILURE! -- in example') && runs[4].contains('Expected 1 + 1 == 3')

def report = new groovy.xml.XmlSlurper().parse(new File(basedir, 'target/surefire-reports/TEST-example.xml'))
assert report.@failures.text() == '1'
assert report.testcase.find { it.@name.text() == 'example_simple_test' }.failure.size() == 1
def installed = new File(itLocalRepository, 'org/kernelmaven/it/full-kunit/1.0')
assert new File(installed, 'full-kunit-1.0.tar.zst').isFile()
true
