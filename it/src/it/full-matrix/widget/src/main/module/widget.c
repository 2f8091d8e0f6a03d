// SPDX-License-Identifier: GPL-2.0
#include <linux/module.h>
#include <linux/version.h>

#if defined(DOES_NOT_COMPILE) && LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
#error not for this kernel
#endif

int widget_count(void);

int widget_count(void)
{
	return 7;
}
EXPORT_SYMBOL_GPL(widget_count);

static int __init widget_init(void)
{
	if (IS_ENABLED(DOES_NOT_LOAD) && LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0))
		return -ENODEV;
	pr_info("hello\n");
	return 0;
}

static void __exit widget_exit(void)
{
}

module_init(widget_init);
module_exit(widget_exit);
MODULE_DESCRIPTION("Counts");
MODULE_LICENSE("GPL");
