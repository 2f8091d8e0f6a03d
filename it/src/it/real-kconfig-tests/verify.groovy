def here = new File(basedir, '../../..').canonicalFile
def trees = ['6.1', '6.12'].collect { new File(basedir, "${it}/target/kernel/tree").path }
def process = (['sh', new File(here, 'kconfig/tree-tests.sh').path] + trees).execute()
def output = new StringBuffer()
process.waitForProcessOutput(output, output)
print output
assert process.exitValue() == 0
assert output.toString().count(' passed in ') == 2
assert !(output =~ /\d+ (failed|skipped|error)/)
assert output.toString().contains('The Kconfig tests of 2 tree(s) pass.')
true
