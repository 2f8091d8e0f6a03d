// SPDX-License-Identifier: GPL-2.0
#include <linux/module.h>
#include <shapes.h>

int shapes_area(int width, int height)
{
	return width * height;
}
EXPORT_SYMBOL_GPL(shapes_area);

MODULE_DESCRIPTION("Measures shapes");
MODULE_LICENSE("GPL");
