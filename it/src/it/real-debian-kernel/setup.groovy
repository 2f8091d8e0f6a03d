// With what an earlier run packed, this one would pack nothing.
def target = new File(basedir, 'target')
assert target.deleteDir() || !target.exists()
true
