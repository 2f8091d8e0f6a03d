def runs = new File(basedir, 'build.log').text.split('Scanning for projects')
assert runs.length == 5

def quickstart = 'org.kernelmaven.example:quickstart-kernel:6.1-quickstart1'
def later = 'org.kernelmaven.it:full-matrix-kernel:6.12-it1'
def debian = 'org.kernelmaven.it:debian-kernel:1.0'
def row = { String run, String kernel ->
    run.split('Tested on 3 kernels:')[1].readLines().find { it.contains("  ${kernel} ") }.split(kernel)[1].trim()
}

// Each kernel ran, and those with KUnit the test.
assert row(runs[2], quickstart) =~ /^Loaded \d modules on Linux 6\.1\.\S+ in [\d.]+ s, 1 test passed/
assert row(runs[2], later) =~ /^Loaded \d modules on Linux 6\.12\.\S+ in [\d.]+ s, 1 test passed/
assert row(runs[2], debian) =~ /^Loaded 1 module on Linux 6\.\S+-amd64 in [\d.]+ s/

// One main artifact that lists the binaries, and a binary a release.
def folder = new File(itLocalRepository, 'org/kernelmaven/it/full-matrix-widget/1.0')
def binaries = folder.list().findAll { it =~ /-x86_64\.tar\.zst$/ }
assert binaries.size() == 3
def main = new File(basedir, 'main')
assert main.deleteDir() || !main.exists()
assert main.mkdirs()
assert ['tar', '--zstd', '-C', main.path, '-xf', new File(folder, 'full-matrix-widget-1.0.tar.zst').path].execute().waitFor() == 0
def metadata = new groovy.json.JsonSlurper().parse(new File(main, 'full-matrix-widget-1.0/module.json'))
assert metadata.binaries.collect { "full-matrix-widget-1.0-${it.release}-${it.arch}.tar.zst".toString() } as Set == binaries as Set

// A kernel that refuses the module, or for which it does not compile, hides nothing of the others, and fails the build.
assert row(runs[3], quickstart).contains('1 test passed')
assert row(runs[3], later).contains('FAILED: ') && row(runs[3], debian).startsWith('Loaded 1 module')
assert runs[3].contains("1 of 3 kernels failed:") && runs[3].contains('ENODEV')
assert row(runs[4], quickstart).contains('1 test passed')
assert row(runs[4], later).startsWith('FAILED: Compiling the modules failed') && row(runs[4], debian).startsWith('Loaded 1 module')
assert runs[4].contains('not for this kernel')

// One report a kernel says how it fared; those of the test stand beside it.
def reports = new File(basedir, 'widget/target/surefire-reports')
def report = { String name -> new groovy.xml.XmlSlurper().parse(new File(reports, "TEST-${name}.xml")) }
assert report('org_kernelmaven_example_quickstart-kernel_6_1-quickstart1_modules').@failures == '0'
assert report('org_kernelmaven_it_full-matrix-kernel_6_12-it1_modules').@failures == '1'
assert report('org_kernelmaven_it_debian-kernel_1_0_modules').@failures == '0'
assert report('org_kernelmaven_example_quickstart-kernel_6_1-quickstart1_widget').testcase.@name == 'counts'
true
