def runs = new File(basedir, 'build.log').text.split('Scanning for projects').drop(1)
assert runs.length == 6

assert runs[1] =~ /trees\/tar-[0-9a-f]{64}-\d \(Linux 6\.1\.999 from .*linux-stub-6\.1\.999\.tar\.gz/
assert runs[1].contains("used by ${basedir}")
assert runs[1] =~ /Verified \d+ entr(y|ies), of which 0 damaged/

assert runs[3].contains('The store has 1 damaged entry')
assert runs[3].contains("'drivers/misc/widget.c' has other content")

assert runs[4].contains('Removed trees/tar-')
assert runs[5].contains('Unpacked Linux 6.1.999')
assert runs[5].contains('of which 0 damaged')
true
