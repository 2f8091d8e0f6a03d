#include <linux/module.h>
#include <exporter.h>

int use(void)
{
	return offered();
}

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Uses the symbol of another project");
