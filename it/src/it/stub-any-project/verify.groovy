def repository = new File(itLocalRepository, 'org/kernelmaven/it/stub-any-project/1.0')
['-kernel.tar.zst', '-modules.tar.zst', '-dev.tar.zst', '-debug.tar.zst', '-metadata.json', '.pom'].each {
    assert new File(repository, "stub-any-project-1.0${it}").isFile()
}
true
