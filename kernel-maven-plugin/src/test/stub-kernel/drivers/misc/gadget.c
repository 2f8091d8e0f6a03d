#include <linux/stub.h>
int gadget(void)
{
	return STUB + 4;
}
