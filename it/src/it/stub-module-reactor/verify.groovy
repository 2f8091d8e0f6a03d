// What the user's dependency was: links to the exporter's directories up to test, then archives.
assert new File(basedir, 'user/seen').readLines() == ['lll', 'lll', 'lll', 'ddd', 'ddd', 'ddd']
def runs = new File(basedir, 'build.log').text.split('Scanning for projects').drop(1)
assert runs.length == 6
runs.each { assert it.contains('BUILD SUCCESS') }
assert runs[1].count('Modules for Linux 6.1.999 are up to date') == 2
assert runs[2].contains('Tests are skipped.')

def modinfo = { File module, String field ->
    def process = ['modinfo', '-F', field, module.path].execute()
    process.waitFor()
    process.in.text.trim()
}
def updates = 'target/kernel-module/artifacts/binaries/lib/modules/6.1.999/updates'
assert modinfo(new File(basedir, "user/$updates/user.ko"), 'depends') == 'exporter'
assert modinfo(new File(basedir, "user/$updates/user.ko"), 'vermagic') == '6.1.999'

['exporter', 'user'].each {
    def installed = new File(itLocalRepository, "org/kernelmaven/it/stub-module-$it/1.0")
    assert installed.list({ dir, name -> name.endsWith('.tar.zst') } as FilenameFilter).sort() as List == [
        "stub-module-$it-1.0-6.1.999-x86_64-dev.tar.zst",
        "stub-module-$it-1.0-6.1.999-x86_64.tar.zst",
        "stub-module-$it-1.0.tar.zst",
    ]
}
true
