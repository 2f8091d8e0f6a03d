def here = new File(basedir, '../../..').canonicalFile
def trees = ['6.1', '6.12'].collect { new File(basedir, "${it}/target/kernel/tree").path }
def run = { List<String> command, Map<String, String> environment ->
    def builder = new ProcessBuilder(command).redirectErrorStream(true)
    builder.environment().putAll(environment)
    def process = builder.start()
    def text = process.inputStream.text
    print text
    assert process.waitFor() == 0
    text
}

def output = run(['sh', new File(here, 'kconfig/tree-tests.sh').path] + trees, [MAVEN_REPOSITORY: userRepository.toString()])
assert output.count(' passed in ') == 2
assert !(output =~ /\d+ (failed|skipped|error)/)
assert output.contains('The Kconfig tests of 2 tree(s) pass.')

// What the trees' own parser of test results says of their example logs.
assert run(['sh', new File(here, 'ktap/conformance.sh').path] + trees, [:]).count(': same status and counts.') == 2
true
