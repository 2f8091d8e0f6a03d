// A token of this test alone, with a key and its certificate.
def tokens = new File(basedir, 'tokens')
assert tokens.deleteDir() || !tokens.exists()
assert tokens.mkdirs()
def configuration = new File(basedir, 'softhsm2.conf')
configuration.text = "directories.tokendir = ${tokens}\nobjectstore.backend = file\n"
def run = { List<String> command ->
    def builder = new ProcessBuilder(command).directory(basedir).redirectErrorStream(true)
    builder.environment().put('SOFTHSM2_CONF', configuration.path)
    def process = builder.start()
    def output = process.inputStream.text
    assert process.waitFor() == 0 : "${command}\n${output}"
}
def library = ['/usr/lib/softhsm', '/usr/lib64/pkcs11', '/usr/lib/pkcs11', '/usr/lib64/softhsm']
        .collect { new File(it, 'libsofthsm2.so') }.find { it.exists() }
assert library != null
run(['openssl', 'req', '-new', '-nodes', '-utf8', '-sha256', '-days', '36500', '-batch', '-x509', '-newkey', 'rsa:2048',
        '-subj', '/CN=Key on a token', '-out', 'signer.pem', '-keyout', 'key.pem'])
run(['openssl', 'x509', '-in', 'signer.pem', '-outform', 'DER', '-out', 'signer.der'])
run(['softhsm2-util', '--init-token', '--free', '--label', 'kernel', '--so-pin', '87654321', '--pin', '314159'])
run(['softhsm2-util', '--import', 'key.pem', '--token', 'kernel', '--label', 'signer', '--id', '01', '--pin', '314159'])
run(['pkcs11-tool', '--module', library.path, '--login', '--pin', '314159', '--token-label', 'kernel',
        '--write-object', 'signer.der', '--type', 'cert', '--id', '01', '--label', 'signer'])
assert new File(basedir, 'key.pem').delete()
true
