def log = new File(basedir, 'build.log').text
assert log.count('BUILD SUCCESS') == 2
def run = { List command ->
    def builder = new ProcessBuilder(command*.toString()).redirectErrorStream(true)
    builder.environment().put('MAVEN_REPOSITORY', userRepository.toString())
    def process = builder.start()
    def output = process.inputStream.text
    assert process.waitFor() == 0, output
    output
}
// basedir is it/target/it-real/real-kconfig-sweep.
def scripts = new File(basedir, '../../../kconfig').canonicalFile
def trees = run(["$scripts/trees.sh", itStore, '6.1', '6.12']).readLines()
def output = run(["$scripts/sweep.sh", '--sample', '20', '--work', new File(basedir, 'sweep')] + trees)
println output
assert output =~ /(?m)^([0-9]+) of \1 identical$/
true
