#set( $H = '#' )
#set( $B = '\' )
#set( $spdx = { "GPL": "GPL-2.0", "GPL v2": "GPL-2.0-only", "Dual BSD/GPL": "BSD-3-Clause OR GPL-2.0", "Dual MIT/GPL": "MIT OR GPL-2.0", "Dual MPL/GPL": "MPL-1.1 OR GPL-2.0", "Proprietary": "LicenseRef-Proprietary" } )
#set( $export = "EXPORT_SYMBOL_GPL" )
#if( $moduleLicense == "Proprietary" )#set( $export = "EXPORT_SYMBOL" )#end
// SPDX-License-Identifier: $spdx.get($moduleLicense)
${H}include <linux/module.h>
${H}include "${moduleName}.h"

const char *${moduleName}_greeting(void)
{
	return "hello";
}
${export}(${moduleName}_greeting);

static int __init ${moduleName}_init(void)
{
	pr_info("${moduleName}: %s${B}n", ${moduleName}_greeting());
	return 0;
}

static void __exit ${moduleName}_exit(void)
{
	pr_info("${moduleName}: goodbye${B}n");
}

module_init(${moduleName}_init);
module_exit(${moduleName}_exit);

MODULE_DESCRIPTION("$moduleDescription.replace($B, "$B$B").replace('"', "$B""")");
MODULE_LICENSE("${moduleLicense}");
