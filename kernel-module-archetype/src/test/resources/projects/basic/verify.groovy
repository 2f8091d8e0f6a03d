def project = new File(basedir, 'project/acme-widget')
def files = []
project.eachFileRecurse(groovy.io.FileType.FILES) { files << project.toPath().relativize(it.toPath()).toString() }
files -= 'build.log'
assert files.sort() == [
        '.clangd', '.gitignore', '.mvn/maven-build-cache-config.xml', 'README.md', 'pom.xml',
        'src/main/include/acme_widget.h', 'src/main/module/Kbuild', 'src/main/module/acme_widget.c',
        'src/test/module/acme_widget_test.c']

// Nothing was left to fill in.
files.each { name ->
    def text = new File(project, name).text
    assert !(text =~ /\$\{(module|kernel|group|artifact)|@project/), "${name}\n${text}"
}
def source = new File(project, 'src/main/module/acme_widget.c').text
assert source.startsWith('// SPDX-License-Identifier: MIT OR GPL-2.0\n#include <linux/module.h>\n')
assert source.contains('MODULE_LICENSE("Dual MIT/GPL");')
assert source.contains('MODULE_DESCRIPTION("Says \\"hello\\" \\\\o/");')
