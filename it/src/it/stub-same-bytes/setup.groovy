// The same project once more, in a directory whose name make cannot take.
import java.nio.file.Files

def copy = new File(basedir, 'Zweiter Bauplatz ä').toPath()
['pom.xml', 'src/main/patches/faster-fork.patch'].each {
    Files.createDirectories(copy.resolve(it).parent)
    Files.copy(new File(basedir, it).toPath(), copy.resolve(it))
}
true
