// SPDX-License-Identifier: GPL-2.0
#include <linux/module.h>
#include <widget.h>

static int __init gadget_init(void)
{
	pr_info("gadget: widget says %s\n", widget_greeting());
	return 0;
}

static void __exit gadget_exit(void)
{
}

module_init(gadget_init);
module_exit(gadget_exit);
MODULE_DESCRIPTION("Uses a widget");
MODULE_LICENSE("GPL");
