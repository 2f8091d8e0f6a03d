def runs = new File(basedir, 'build.log').text.split('Scanning for projects')
assert runs.length == 3

def again = ~/Compiling programs of Linux 6\.1\S* .* again that do not run on this machine: .*fixdep.*modpost.*objtool/
assert runs[1] =~ again
assert runs[1].contains('Compiled: 1 C file, 1 module in ')
assert !(runs[2] =~ again)
assert runs[2].contains('Compiled: 1 C file, 1 module in ')

def module = []
new File(basedir, 'target').eachFileRecurse(groovy.io.FileType.FILES) {
    if (it.path.contains('/updates/') && it.name.endsWith('.ko')) {
        module << it
    }
}
assert module*.name == ['real_foreign_programs.ko']
def modinfo = ['/sbin/modinfo', '/usr/sbin/modinfo', '/usr/bin/modinfo'].find { new File(it).exists() }
assert [modinfo, '-F', 'vermagic', module[0].path].execute().text.startsWith('6.1.')
true
