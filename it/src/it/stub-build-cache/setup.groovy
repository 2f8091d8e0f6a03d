// The same project in directories of one depth: as it is, and with one of its inputs changed.
import java.nio.file.Files

['first', 'second', 'patch', 'option', 'source', 'said', 'again', 'cache'].each {
    def left = new File(basedir, it)
    assert left.deleteDir() || !left.exists()
}
new File(basedir, 'other.tar.gz').delete()
def files = ['pom.xml', '.mvn/extensions.xml', '.mvn/maven-build-cache-config.xml', 'src/main/patches/faster-fork.patch',
             'src/main/config/options.config']
['first', 'second', 'patch', 'option', 'source', 'said', 'again'].each { name ->
    def copy = new File(basedir, name).toPath()
    files.each {
        Files.createDirectories(copy.resolve(it).parent)
        Files.copy(new File(basedir, it).toPath(), copy.resolve(it))
    }
}
def change = { String file, String from, String to ->
    def text = new File(basedir, file).text
    assert text.contains(from)
    new File(basedir, file).text = text.replace(from, to)
}
change('patch/src/main/patches/faster-fork.patch', 'STUB + 11', 'STUB + 12')
change('option/src/main/config/options.config', 'CONFIG_GADGET=m', '# CONFIG_GADGET is not set')
def tarball = new File(basedir.parentFile.parentFile, 'linux-stub-6.1.999.tar.gz')
Files.copy(tarball.toPath(), new File(basedir, 'other.tar.gz').toPath())
change('source/pom.xml', tarball.path, new File(basedir, 'other.tar.gz').path)
new File(basedir, 'cache.properties').text = "maven.build.cache.location = ${new File(basedir, 'cache')}\n"
true
