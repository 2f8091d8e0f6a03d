// SPDX-License-Identifier: GPL-2.0
#include <kunit/test.h>

static void writes(struct kunit *test)
{
	for (;;)
		pr_info("more and more and more and more and more and more and more and more\n");
}

static struct kunit_case flood_cases[] = {
	KUNIT_CASE(writes),
	{}
};

static struct kunit_suite flood = {
	.name = "flood",
	.test_cases = flood_cases,
};

kunit_test_suite(flood);

MODULE_DESCRIPTION("Fills the console");
MODULE_LICENSE("GPL");
