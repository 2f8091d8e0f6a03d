// SPDX-License-Identifier: GPL-2.0
#include <kunit/test.h>
#include <linux/fcntl.h>
#include <linux/fs.h>

/* Fails in the first guest, which leaves a file in the folder that it shares with the next. */
static void only_once(struct kunit *test)
{
	struct file *ran = filp_open("/state/ran", O_CREAT | O_EXCL | O_WRONLY, 0600);

	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(ran), -EEXIST);
	if (!IS_ERR(ran))
		filp_close(ran, NULL);
}

static struct kunit_case flaky_cases[] = {
	KUNIT_CASE(only_once),
	{}
};

static struct kunit_suite flaky = {
	.name = "flaky",
	.test_cases = flaky_cases,
};

kunit_test_suite(flaky);

MODULE_DESCRIPTION("Fails once");
MODULE_LICENSE("GPL");
