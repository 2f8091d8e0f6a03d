#set( $H = '#' )
// SPDX-License-Identifier: GPL-2.0
${H}include <kunit/test.h>
${H}include "${moduleName}.h"

static void greets(struct kunit *test)
{
	KUNIT_EXPECT_STREQ(test, ${moduleName}_greeting(), "hello");
}

static struct kunit_case ${moduleName}_cases[] = {
	KUNIT_CASE(greets),
	{}
};

static struct kunit_suite ${moduleName}_suite = {
	.name = "${moduleName}",
	.test_cases = ${moduleName}_cases,
};
kunit_test_suite(${moduleName}_suite);

MODULE_DESCRIPTION("Tests of ${moduleName}");
MODULE_LICENSE("GPL");
