new File(basedir, 'repository.properties').text = "it.repository = ${new File(basedir, 'target-repository').toURI()}\n"
true
