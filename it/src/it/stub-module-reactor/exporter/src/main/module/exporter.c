#include <linux/module.h>
#include <exporter.h>

int offered(void)
{
	return stub_symbol();
}
EXPORT_SYMBOL_GPL(offered);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Exports a symbol");
