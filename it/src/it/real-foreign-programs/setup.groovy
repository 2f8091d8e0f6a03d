def run = { List<String> command ->
    def process = new ProcessBuilder(command).directory(basedir).redirectErrorStream(true).start()
    def output = process.inputStream.text
    assert process.waitFor() == 0 : output
}
def dev = new File(basedir, 'dev')
assert dev.deleteDir() || !dev.exists()
assert dev.mkdirs()
run(['tar', '--zstd', '-C', dev.path, '-xf', new File(itLocalRepository,
        'org/kernelmaven/example/quickstart-kernel/6.1-quickstart1/quickstart-kernel-6.1-quickstart1-dev.tar.zst').path])
def tree = dev.listFiles()[0]

// A program for arm64: the header is what tells.
new File(basedir, 'start.s').text = '.globl _start\n_start: brk #0\n'
run(['aarch64-linux-gnu-as', '-o', 'start.o', 'start.s'])
run(['aarch64-linux-gnu-ld', '-o', 'start', 'start.o'])
def foreign = []
tree.eachFileRecurse(groovy.io.FileType.FILES) {
    if (it.canExecute() && it.length() > 4 && it.withInputStream { input -> input.readNBytes(4) } == [0x7f, 0x45, 0x4c, 0x46] as byte[]) {
        foreign << it
    }
}
assert foreign*.name.containsAll(['fixdep', 'modpost', 'objtool'])
foreign.each { program ->
    assert program.delete()
    java.nio.file.Files.copy(new File(basedir, 'start').toPath(), program.toPath())
    assert program.setExecutable(true, false)
}

def place = new File(itLocalRepository, 'org/kernelmaven/it/foreign-kernel/1.0')
place.mkdirs()
run(['tar', '--zstd', '-C', dev.path, '-cf', new File(place, 'foreign-kernel-1.0-dev.tar.zst').path, tree.name])
new File(place, 'foreign-kernel-1.0.pom').text = '''<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>org.kernelmaven.it</groupId>
  <artifactId>foreign-kernel</artifactId>
  <version>1.0</version>
  <packaging>pom</packaging>
</project>
'''
assert dev.deleteDir()
true
