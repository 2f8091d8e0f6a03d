def here = new File(basedir, '../../..').canonicalFile
def trees = ['6.1', '6.12'].collect { new File(basedir, "${it}/target/kernel/tree").path }
def builder = new ProcessBuilder(['sh', new File(here, 'kconfig/tree-tests.sh').path] + trees).redirectErrorStream(true)
builder.environment().put('MAVEN_REPOSITORY', userRepository.toString())
def process = builder.start()
def output = process.inputStream.text
print output
assert process.waitFor() == 0
assert output.count(' passed in ') == 2
assert !(output =~ /\d+ (failed|skipped|error)/)
assert output.contains('The Kconfig tests of 2 tree(s) pass.')
true
