#include <linux/stub.h>
int widget(void)
{
	return STUB + 3;
}
