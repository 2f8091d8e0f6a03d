// SPDX-License-Identifier: GPL-2.0
#include <kunit/test.h>

int widget_bits(void);

static void bits(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, 64, widget_bits());
}

static struct kunit_case widget_cases[] = {
	KUNIT_CASE(bits),
	{}
};

static struct kunit_suite widget = {
	.name = "widget",
	.test_cases = widget_cases,
};

kunit_test_suite(widget);

MODULE_DESCRIPTION("Tests of widgets");
MODULE_LICENSE("GPL");
