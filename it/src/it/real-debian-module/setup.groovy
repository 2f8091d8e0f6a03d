// What an earlier run generated would be in the way.
def hello = new File(basedir, 'debian-hello')
assert hello.deleteDir() || !hello.exists()

// As the kernel's own Makefile makes one: key and certificate in one file (certs/Makefile).
def openssl = ['openssl', 'req', '-new', '-nodes', '-utf8', '-sha256', '-days', '36500', '-batch', '-x509',
        '-newkey', 'rsa:2048', '-subj', '/CN=Build time key of a test', '-outform', 'PEM',
        '-out', 'signing_key.pem', '-keyout', 'signing_key.pem']
def process = new ProcessBuilder(openssl).directory(basedir).redirectErrorStream(true).start()
def output = process.inputStream.text
assert process.waitFor() == 0 : output
true
