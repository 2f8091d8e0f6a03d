def expected = [
    'misspelt-parameter': ["unknown parameter <baseConfg>", "Did you mean 'baseConfig'?"],
    'misspelt-key': ["unknown key 'hsh'", "unknown key 'nme'"],
    'two-sources': ["parameter <source>", "file", "debian"],
    'wrong-hash': ["expected sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", "got      sha256-"],
    'duplicate-option': ["WIDGET is given twice"],
    'conflict': ["WIDGET", "parameter <config><WIDGET>", "parameter <extraConfig>"],
    'unwritable-store': ["/dev/null/store", "a file is where a directory must be"],
    'no-boolean': [
        "-Dkernel.jbos", "Did you mean 'kernel.jobs'?",
        "parameter <commonConfig>: 'maybe' is no boolean", "property kernel.autoModules: 'yes' is no boolean",
    ],
]
def runs = new File(basedir, 'build.log').text.split('Scanning for projects').drop(1)
assert runs.length == expected.size()
expected.values().eachWithIndex { messages, run -> messages.each { assert runs[run].contains(it) } }
true
