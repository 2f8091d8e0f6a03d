#include <linux/stub.h>
#include <speeds.h>
#include "turbo.h"
#include "../../misc/shared.h"
int turbo(void)
{
	return STUB + TURBO + SHARED + SPEED;
}
