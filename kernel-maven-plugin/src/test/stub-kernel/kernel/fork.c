#include <linux/stub.h>
int stub_fork(void)
{
	return STUB + 1;
}

int stub_clone(void)
{
	return STUB + 2;
}
