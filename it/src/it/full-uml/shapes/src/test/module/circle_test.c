// SPDX-License-Identifier: GPL-2.0
#include <kunit/test.h>
#include <shapes.h>

static void diameter(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, 4, shapes_area(2, 2));
}

/* Hangs, unless it is left out. */
static void squared(struct kunit *test)
{
	for (;;)
		cpu_relax();
}

static struct kunit_case circle_cases[] = {
	KUNIT_CASE(diameter),
	KUNIT_CASE(squared),
	{}
};

static struct kunit_suite circle = {
	.name = "circle",
	.test_cases = circle_cases,
};

kunit_test_suite(circle);

MODULE_DESCRIPTION("Tests of circles");
MODULE_LICENSE("GPL");
