// SPDX-License-Identifier: GPL-2.0
#include <linux/module.h>
#include <lock.h>

static int __init door_init(void)
{
	struct lock lock = { .key = 42 };

	return lock_turn(&lock) == 42 ? 0 : -EINVAL;
}

static void __exit door_exit(void)
{
}

module_init(door_init);
module_exit(door_exit);
MODULE_DESCRIPTION("Uses a symbol of another module, by its CRC");
MODULE_LICENSE("GPL");
