// SPDX-License-Identifier: GPL-2.0
#include <linux/module.h>
#include "lock.h"

int lock_turn(struct lock *lock)
{
	return lock->key;
}
EXPORT_SYMBOL_GPL(lock_turn);

MODULE_DESCRIPTION("Exports a symbol with a CRC");
MODULE_LICENSE("GPL");
