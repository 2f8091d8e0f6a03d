// Every part of the module is of the one, last, timestamp.
def resolved = new File(itLocalRepository, 'org/kernelmaven/it/stub-snapshot-exporter/1.0-SNAPSHOT')
def versions = resolved.list().findAll { it =~ /1\.0-\d{8}\.\d{6}-\d+.*\.tar\.zst$/ }.collect { (it =~ /1\.0-[\d.]+-(\d+)/)[0] }
assert versions.size() == 3
assert versions.collect { it[0] }.unique().size() == 1
assert versions[0][1] == '2'
assert new File(basedir, 'target/stub-snapshot-user-1.0-SNAPSHOT-6.1.999-x86_64.tar.zst').file
true
