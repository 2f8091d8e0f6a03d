import groovy.json.JsonSlurper

def resolved = new File(basedir, 'target/dependency')
assert new File(resolved, 'stub-deploy-1.0.tar.zst').isFile()
assert new File(resolved, 'stub-deploy-1.0-dev.tar.zst').isFile()
assert new File(resolved, 'stub-deploy-1.0-modules.tar.zst').isFile()
assert new JsonSlurper().parse(new File(resolved, 'stub-deploy-1.0-metadata.json')).release == '6.1.999'
true
