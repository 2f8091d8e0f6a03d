// SPDX-License-Identifier: GPL-2.0
#include <kunit/test.h>

int widget_count(void);

static void counts(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, 7, widget_count());
}

static struct kunit_case widget_cases[] = {
	KUNIT_CASE(counts),
	{}
};

static struct kunit_suite widget = {
	.name = "widget",
	.test_cases = widget_cases,
};

kunit_test_suite(widget);

MODULE_DESCRIPTION("Tests of widgets");
MODULE_LICENSE("GPL");
