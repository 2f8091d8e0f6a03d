import groovy.json.JsonSlurper

def repository = new File(itLocalRepository, 'org/kernelmaven/it/stub-base/1.0')
def metadata = new JsonSlurper().parse(new File(repository, 'stub-base-1.0-metadata.json'))
assert metadata.patches*.name == ['faster-fork', 'gadget-off']
assert metadata.features.fasterFork
assert metadata.features.smallClone
assert metadata.release == '6.1.999-acme'

def config = new File(basedir, 'target/kernel/tree/build/.config').text
assert config.contains('CONFIG_NR_CPUS=16')
assert config.contains('# CONFIG_GADGET is not set')
def fork = new File(basedir, 'target/kernel/tree/kernel/fork.c').text
assert fork.contains('STUB + 11') && fork.contains('STUB + 22')
true
