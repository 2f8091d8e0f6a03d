// SPDX-License-Identifier: GPL-2.0
#include <kunit/test.h>
#include <linux/reboot.h>

static void powers_off(struct kunit *test)
{
	kernel_power_off();
}

static struct kunit_case early_cases[] = {
	KUNIT_CASE(powers_off),
	{}
};

static struct kunit_suite early = {
	.name = "early",
	.test_cases = early_cases,
};

kunit_test_suite(early);

MODULE_DESCRIPTION("Ends the guest");
MODULE_LICENSE("GPL");
