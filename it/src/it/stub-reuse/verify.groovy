def log = new File(basedir, 'build.log').text
assert log.count('Compiling Linux 6.1.999') == 2
assert log.count('Reused Linux 6.1.999 from the published org.kernelmaven.it:stub-reuse:1.0') == 1
assert log.count('The published org.kernelmaven.it:stub-reuse:1.0 is not reused: these inputs differ: config') == 1
def order = ['Compiling Linux', 'Reused Linux', 'is not reused', 'Packed 6 artifacts, '].collect { log.lastIndexOf(it) }
assert log.indexOf('Compiling Linux') < order[1] && order[1] < order[2] && order[2] < order[0] && order[0] < order[3]
true
