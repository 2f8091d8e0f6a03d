def requests = new File(basedir, 'requests').readLines()
assert requests.count { it.startsWith('GET /missing/') } == 1
def gets = requests.findAll { it.startsWith('GET /linux-6.1.999.tar.gz') }
assert gets.size() == 2

// Maven 3.9 brought a transport that resumes; the one before starts anew.
def maven = (new File(basedir, 'build.log').text =~ /(?m)^.*Apache Maven (\d+)\.(\d+)/)
if (maven.find() && (maven.group(1).toInteger() > 3 || maven.group(2).toInteger() >= 9)) {
    assert gets[1] =~ /bytes=[1-9]/
}
true
