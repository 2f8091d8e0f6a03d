assert new File(basedir, 'widget/target/module/hello.ko').isFile()
true
