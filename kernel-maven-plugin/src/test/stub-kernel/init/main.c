#include <linux/stub.h>
int stub_start(void)
{
	return STUB;
}
