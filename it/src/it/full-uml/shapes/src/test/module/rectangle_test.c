// SPDX-License-Identifier: GPL-2.0
#include <kunit/test.h>
#include <shapes.h>

static void area(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, 6, shapes_area(2, 3));
}

static void flat(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, 0, shapes_area(2, 0));
}

/* Fails, so that a run without it shows that it was left out. */
static void circular(struct kunit *test)
{
	kunit_info(test, "measuring a circle\n");
	KUNIT_EXPECT_EQ(test, 12, shapes_area(2, 2));
}

static struct kunit_case rectangle_cases[] = {
	KUNIT_CASE(area),
	KUNIT_CASE(flat),
	KUNIT_CASE(circular),
	{}
};

static struct kunit_suite rectangle = {
	.name = "rectangle",
	.test_cases = rectangle_cases,
};

kunit_test_suite(rectangle);

MODULE_DESCRIPTION("Tests of rectangles");
MODULE_LICENSE("GPL");
