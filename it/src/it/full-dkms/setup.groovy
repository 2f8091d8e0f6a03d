// The sources of three packages, each into its project.
def run = { List<String> command ->
    def process = command.execute()
    def output = new StringBuffer()
    process.waitForProcessOutput(output, output)
    assert process.exitValue() == 0, "${command}\n${output}"
}
def work = new File(basedir, 'packages')
assert work.deleteDir() || !work.exists()
def projects = ['v4l2loopback', 'dm-writeboost', 'digimend']
run(['sh', new File(basedir, 'unpack.sh').path, work.path] + projects.collect { "${it}-dkms".toString() })
projects.each { project ->
    def folders = new File(work, 'root/usr/src').listFiles().findAll { it.name.startsWith(project + '-') }
    assert folders.size() == 1
    def sources = new File(basedir, "${project}/src/main/module")
    ['src', 'target'].each { run(['rm', '-rf', new File(basedir, "${project}/${it}").path]) }
    assert sources.parentFile.mkdirs()
    run(['cp', '-r', folders[0].path, sources.path])
}
true
