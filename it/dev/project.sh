# A project of one module, on the quickstart kernel. To be sourced by a script that set work, a folder; the project is made
# there. REPOSITORY: a local repository that holds the quickstart kernel and this plugin.

repository=${REPOSITORY:-$HOME/.m2/repository}
project=$work/widget

# A project of one module, as the archetype makes it.
make_project() { # VERSION-OF-THE-PLUGIN
  mkdir -p "$project/src/main/module"
  cat >"$project/pom.xml" <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>org.kernelmaven.it</groupId>
  <artifactId>widget</artifactId>
  <version>1.0</version>
  <packaging>kernel-module</packaging>
  <dependencies>
    <dependency>
      <groupId>org.kernelmaven.example</groupId>
      <artifactId>quickstart-kernel</artifactId>
      <version>6.1-quickstart1</version>
      <type>kernel-dev</type>
      <scope>provided</scope>
    </dependency>
  </dependencies>
  <build>
    <plugins>
      <plugin>
        <groupId>org.kernelmaven</groupId>
        <artifactId>kernel-maven-plugin</artifactId>
        <version>$1</version>
        <extensions>true</extensions>
      </plugin>
    </plugins>
  </build>
</project>
POM
}

# A module whose init says a number; the last line of its init is the caller's.
write_module() { # FILE NUMBER LINE
  cat >"$1" <<C
#include <linux/module.h>

static int __init widget_init(void)
{
	pr_info("widget: save $2\n");
	$3
}

static void __exit widget_exit(void)
{
}

module_init(widget_init);
module_exit(widget_exit);
MODULE_DESCRIPTION("Drives widgets");
MODULE_LICENSE("GPL");
C
}
