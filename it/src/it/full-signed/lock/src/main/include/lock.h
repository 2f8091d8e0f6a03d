/* SPDX-License-Identifier: GPL-2.0 */
struct lock {
	int key;
};

int lock_turn(struct lock *lock);
