def log = new File(basedir, 'build.log').text
def runs = log.split('Scanning for projects')
assert runs.length == 6

assert runs[2].contains('Built mlx5_core.ko')
assert runs[2] =~ /Loaded \d+ modules? on Linux/

// Only what the edit changed was compiled again.
assert runs[3] =~ /Compiled drivers\/net\/ethernet\/mellanox: 1 C file/
def copy = new File(basedir, 'driver/src/driver')
assert new File(copy, 'driver.origin').text.contains('kernel org.kernelmaven.it:full-driver-kernel:1.0')
def driver = 'drivers/net/ethernet/mellanox/mlx5/core'
def built = new File(basedir, "driver/target/kernel-driver/tree/${driver}/mlx5_core.ko")
def modinfo = ['modinfo', '-F', 'description', built.path].execute().text
assert modinfo.startsWith('Acme 5th generation')

assert runs[4].contains('MLXFW is off (drivers/net/ethernet/mellanox/mlxfw/Makefile:')
assert runs[4].contains('<config><MLXFW>module</MLXFW></config>')

def patch = new File(basedir, 'kernel/mellanox.patch').text
assert patch.startsWith("diff --git a/${driver}/acme.h b/${driver}/acme.h\nnew file mode 100644\n")
['main.c', 'acme.h'].each {
    assert new File(basedir, "kernel/target/kernel/tree/${driver}/${it}").bytes == new File(copy, "${driver}/${it}").bytes
}
true
