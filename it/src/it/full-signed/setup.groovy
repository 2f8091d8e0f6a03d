// Key and certificate in one file, as the kernel's own Makefile makes one (certs/Makefile), but with a passphrase.
def openssl = ['openssl', 'req', '-new', '-passout', 'pass:314159', '-utf8', '-sha256', '-days', '36500', '-batch', '-x509',
        '-newkey', 'rsa:2048', '-subj', '/CN=Key with a passphrase', '-out', 'signer.pem', '-keyout', 'signer.pem']
def process = new ProcessBuilder(openssl).directory(basedir).redirectErrorStream(true).start()
def output = process.inputStream.text
assert process.waitFor() == 0 : output
true
