// Saves of each kind; it/full/dev.sh with more of them is part of verify.sh --full.
// basedir is it/target/it-real/real-dev.
def script = new File(basedir, '../../../full/dev.sh').canonicalFile
def builder = new ProcessBuilder('sh', script.path).redirectErrorStream(true)
builder.environment().putAll([SAVES: '8', WORK: basedir.path, REPOSITORY: itLocalRepository.toString(), STORE: itStore.toString(),
        MVN: System.getProperty('maven.home') + '/bin/mvn'])
def process = builder.start()
def output = process.inputStream.text
println output
assert process.waitFor() == 0, output
true
