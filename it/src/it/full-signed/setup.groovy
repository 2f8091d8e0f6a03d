def run = { List<String> command ->
    def process = new ProcessBuilder(command).directory(basedir).redirectErrorStream(true).start()
    def output = process.inputStream.text
    assert process.waitFor() == 0 : output
}
// Key and certificate in one file, as the kernel's own Makefile makes one (certs/Makefile), but with a passphrase.
run(['openssl', 'req', '-new', '-passout', 'pass:314159', '-utf8', '-sha256', '-days', '36500', '-batch', '-x509',
        '-newkey', 'rsa:2048', '-subj', '/CN=Key with a passphrase', '-out', 'signer.pem', '-keyout', 'signer.pem'])

// The same key in a token, and how to sign with it: the certificate by file, the library by a link to where it is here.
def library = ['/usr/lib/softhsm/libsofthsm2.so', '/usr/lib64/pkcs11/libsofthsm2.so', '/usr/lib/pkcs11/libsofthsm2.so',
        '/usr/lib64/softhsm/libsofthsm2.so'].find { new File(it).exists() }
assert library : 'SoftHSM is missing: install softhsm2'
def tokens = new File(basedir, 'tokens')
assert tokens.deleteDir() || !tokens.exists()
assert tokens.mkdirs()
new File(basedir, 'softhsm2.conf').text = "directories.tokendir = ${tokens.path}\nobjectstore.backend = file\n"
def withToken = { List<String> command -> run(['env', "SOFTHSM2_CONF=${basedir.path}/softhsm2.conf".toString()] + command) }
run(['openssl', 'pkcs8', '-topk8', '-nocrypt', '-in', 'signer.pem', '-passin', 'pass:314159', '-out', 'plain.pem'])
withToken(['softhsm2-util', '--init-token', '--free', '--label', 'acme', '--pin', '314159', '--so-pin', '314159'])
withToken(['softhsm2-util', '--import', 'plain.pem', '--token', 'acme', '--label', 'modules', '--id', '01', '--pin', '314159'])
assert new File(basedir, 'plain.pem').delete()
def link = new File(basedir, 'softhsm.so').toPath()
java.nio.file.Files.deleteIfExists(link)
java.nio.file.Files.createSymbolicLink(link, new File(library).toPath())
true
