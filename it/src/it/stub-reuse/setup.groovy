// The same project once more, as another machine has it; what the local repository knows of the kernel goes.
import java.nio.file.Files
import java.security.MessageDigest

new File(itLocalRepository, 'org/kernelmaven/it/stub-reuse').deleteDir()
def second = new File(basedir, 'second').toPath()
Files.createDirectories(second)
Files.copy(new File(basedir, 'pom.xml').toPath(), second.resolve('pom.xml'))
def tarball = new File(basedir.parentFile.parentFile, 'linux-stub-6.1.999.tar.gz').bytes
def hash = 'sha256-' + MessageDigest.getInstance('SHA-256').digest(tarball).encodeBase64()
def properties = "it.repository = ${new File(basedir, 'repository').toURI()}\nsource.hash = ${hash}\n"
new File(basedir, 'repository.properties').text = properties
new File(basedir, 'changed.properties').text = properties + 'kernel.config.GADGET = no\n'
true
