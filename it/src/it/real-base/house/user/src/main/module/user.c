// SPDX-License-Identifier: GPL-2.0
#include <linux/module.h>

static int __init user_init(void)
{
	pr_info("real_user: the kernel says hello\n");
	return 0;
}

static void __exit user_exit(void)
{
}

module_init(user_init);
module_exit(user_exit);
MODULE_DESCRIPTION("Depends on a kernel of the same reactor");
MODULE_LICENSE("GPL");
