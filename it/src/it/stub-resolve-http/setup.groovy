// What the local repository knows of the kernel goes, so it can only come from where it was deployed.
assert new File(itLocalRepository, 'org/kernelmaven/it/stub-deploy').deleteDir()
def deployed = new File(basedir.parentFile, 'stub-deploy/http.properties')
new File(basedir, 'repository.properties').text = deployed.text
true
