def runs = new File(basedir, 'build.log').text.split('Scanning for projects')
assert runs.length == 7

// Both kernels ran, emulated, and their module's test passed on each.
def row = { String kernel -> runs[4].split('Tested on 2 kernels:')[1].readLines().find { it.contains("  ${kernel} ") } }
assert row('org.kernelmaven.it:full-arches-arm64:6.12-it1') =~ /Loaded \d modules on Linux 6\.12\.\S+ in [\d.]+ s, 1 test passed/
assert row('org.kernelmaven.it:full-arches-riscv64:6.1-it1') =~ /Loaded \d modules on Linux 6\.1\.\S+ in [\d.]+ s, 1 test passed/

assert runs[5].contains('kernel-maven: mounted /src') && runs[5].contains('kernel-maven: mounted /taken')
assert new File(basedir, 'taken').directory
assert runs[6].contains('parameter kernel.run.shares: ') && runs[6].contains('lacks 9P_FS, NET_9P_VIRTIO, VIRTIO_MMIO')

// A binary an architecture.
def binaries = new File(itLocalRepository, 'org/kernelmaven/it/full-arches-widget/1.0').list()
assert binaries.count { it =~ /-6\.12\.\S+-arm64\.tar\.zst$/ } == 1
assert binaries.count { it =~ /-6\.1\.\S+-riscv64\.tar\.zst$/ } == 1
true
