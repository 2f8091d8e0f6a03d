// What an earlier run generated would be in the way.
def hello = new File(basedir, 'debian-hello')
assert hello.deleteDir() || !hello.exists()
true
