def log = new File(basedir, 'build.log').text
assert log.count('BUILD SUCCESS') == 4
assert !log.contains('do not hold')
assert (log =~ /Configured 6\.1\..*: (\d+) options/)[0][1].toInteger() > 250
assert (log =~ /Configured 6\.12\..*: (\d+) options/)[0][1].toInteger() > 250
true
