// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>

int main(void)
{
	fputs("Usage: fixdep <depfile> <target> <cmdline>\n", stderr);
	return 1;
}
