// SPDX-License-Identifier: GPL-2.0
#include <linux/module.h>

int widget_bits(void);

int widget_bits(void)
{
	return BITS_PER_LONG;
}
EXPORT_SYMBOL_GPL(widget_bits);

MODULE_DESCRIPTION("Knows how long a long is");
MODULE_LICENSE("GPL");
