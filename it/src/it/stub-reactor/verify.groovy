// After the last run, up to package, the dependency is the archive; at compile it was the directory.
def resolved = new File(basedir, 'user/target/dev-artifact').text.trim()
assert new File(resolved).exists()
def log = new File(basedir, 'build.log').text
assert log.count('BUILD SUCCESS') == 3
true
