// What the local repository knows of kernel and module goes, so they can only come from where they were deployed.
['kernel', 'exporter'].each { assert new File(itLocalRepository, "org/kernelmaven/it/stub-snapshot-$it").deleteDir() }
def deployed = new File(basedir.parentFile, 'stub-module-deploy/repository.properties')
new File(basedir, 'repository.properties').text = deployed.text
true
