/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The first process of a guest: mounts the kernel's file systems, loads the modules that /modules.list names, unloads
 * them in reverse order, asks kmemleak what they left if there is a /leaks, and powers off. It needs no C library and
 * no header, so that whatever compiler built the kernel can build it.
 */

typedef unsigned long word;

#if defined(__x86_64__)

enum { NANOSLEEP = 35, READ = 0, WRITE = 1, CLOSE = 3, SYNC = 162, MOUNT = 165, REBOOT = 169, DELETE_MODULE =
       176, UNAME = 63, OPENAT = 257, MKDIRAT = 258, MKNODAT = 259, FINIT_MODULE = 313 };

static long call(long n, word a, word b, word c, word d, word e)
{
	long result;
	register word r10 __asm__("r10") = d;
	register word r8 __asm__("r8") = e;

	__asm__ volatile("syscall" : "=a"(result) : "0"(n), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8)
			 : "rcx", "r11", "memory");
	return result;
}

/* The ABI wants the stack aligned before a call, not at a function's first instruction. */
__asm__(".globl _start\n_start: xor %ebp, %ebp\n and $-16, %rsp\n call run\n hlt\n");

#elif defined(__i386__)

enum { NANOSLEEP = 162, READ = 3, WRITE = 4, CLOSE = 6, SYNC = 36, MOUNT = 21, REBOOT = 88, DELETE_MODULE = 129,
       UNAME = 122, OPENAT = 295, MKDIRAT = 296, MKNODAT = 297, FINIT_MODULE = 350 };

static long call(long n, word a, word b, word c, word d, word e)
{
	long result;

	__asm__ volatile("int $0x80" : "=a"(result) : "0"(n), "b"(a), "c"(b), "d"(c), "S"(d), "D"(e) : "memory");
	return result;
}

__asm__(".globl _start\n_start: xor %ebp, %ebp\n and $-16, %esp\n call run\n hlt\n");

#elif defined(__aarch64__) || defined(__riscv) || defined(__loongarch__)

enum { NANOSLEEP = 101, READ = 63, WRITE = 64, CLOSE = 57, SYNC = 81, MOUNT = 40, REBOOT = 142, DELETE_MODULE =
       106, UNAME = 160, OPENAT = 56, MKDIRAT = 34, MKNODAT = 33, FINIT_MODULE = 273 };

#if defined(__aarch64__)
#define NUMBER "x8"
#define ARGUMENT(n) "x" #n
#define TRAP "svc #0"
#define CLOBBERS "memory"
#elif defined(__riscv)
#define NUMBER "a7"
#define ARGUMENT(n) "a" #n
#define TRAP "ecall"
#define CLOBBERS "memory"
#else
#define NUMBER "$a7"
#define ARGUMENT(n) "$a" #n
#define TRAP "syscall 0"
#define CLOBBERS "$t0", "$t1", "$t2", "$t3", "$t4", "$t5", "$t6", "$t7", "$t8", "memory"
#endif

static long call(long n, word a, word b, word c, word d, word e)
{
	register long number __asm__(NUMBER) = n;
	register word r0 __asm__(ARGUMENT(0)) = a;
	register word r1 __asm__(ARGUMENT(1)) = b;
	register word r2 __asm__(ARGUMENT(2)) = c;
	register word r3 __asm__(ARGUMENT(3)) = d;
	register word r4 __asm__(ARGUMENT(4)) = e;

	__asm__ volatile(TRAP : "+r"(r0) : "r"(number), "r"(r1), "r"(r2), "r"(r3), "r"(r4) : CLOBBERS);
	return (long)r0;
}

#define C_START

#elif defined(__arm__)

enum { NANOSLEEP = 162, READ = 3, WRITE = 4, CLOSE = 6, SYNC = 36, MOUNT = 21, REBOOT = 88, DELETE_MODULE = 129,
       UNAME = 122, OPENAT = 322, MKDIRAT = 323, MKNODAT = 324, FINIT_MODULE = 379 };

static long call(long n, word a, word b, word c, word d, word e)
{
	register long r7 __asm__("r7") = n;
	register word r0 __asm__("r0") = a;
	register word r1 __asm__("r1") = b;
	register word r2 __asm__("r2") = c;
	register word r3 __asm__("r3") = d;
	register word r4 __asm__("r4") = e;

	__asm__ volatile("svc #0" : "+r"(r0) : "r"(r7), "r"(r1), "r"(r2), "r"(r3), "r"(r4) : "memory");
	return (long)r0;
}

#define C_START

#elif defined(__powerpc64__)

enum { NANOSLEEP = 162, READ = 3, WRITE = 4, CLOSE = 6, SYNC = 36, MOUNT = 21, REBOOT = 88, DELETE_MODULE = 129,
       UNAME = 122, OPENAT = 286, MKDIRAT = 287, MKNODAT = 288, FINIT_MODULE = 353 };

static long call(long n, word a, word b, word c, word d, word e)
{
	register long r0 __asm__("r0") = n;
	register word r3 __asm__("r3") = a;
	register word r4 __asm__("r4") = b;
	register word r5 __asm__("r5") = c;
	register word r6 __asm__("r6") = d;
	register word r7 __asm__("r7") = e;

	/* An error is a positive number with the summary overflow bit set. */
	__asm__ volatile("sc\n bns+ 1f\n neg %1, %1\n 1:"
			 : "+r"(r0), "+r"(r3), "+r"(r4), "+r"(r5), "+r"(r6), "+r"(r7)
			 : : "cr0", "r8", "r9", "r10", "r11", "r12", "ctr", "memory");
	return (long)r3;
}

#define C_START

#elif defined(__s390x__)

enum { NANOSLEEP = 162, READ = 3, WRITE = 4, CLOSE = 6, SYNC = 36, MOUNT = 21, REBOOT = 88, DELETE_MODULE = 129,
       UNAME = 122, OPENAT = 288, MKDIRAT = 289, MKNODAT = 290, FINIT_MODULE = 344 };

static long call(long n, word a, word b, word c, word d, word e)
{
	register long r1 __asm__("1") = n;
	register word r2 __asm__("2") = a;
	register word r3 __asm__("3") = b;
	register word r4 __asm__("4") = c;
	register word r5 __asm__("5") = d;
	register word r6 __asm__("6") = e;

	__asm__ volatile("svc 0" : "+d"(r2) : "d"(r1), "d"(r3), "d"(r4), "d"(r5), "d"(r6) : "memory");
	return (long)r2;
}

#define C_START

#else
#error "no system calls known for this architecture"
#endif

enum { AT_FDCWD = -100, READ_ONLY = 0, WRITE_ONLY = 1, NONBLOCK = 04000, CHARACTER_DEVICE = 0020000 };

/* Errors. */
enum { AGAIN = 11, EXISTS = 17 };

/* The largest list of modules, and the most of them. */
enum { LIST_BYTES = 1 << 16, MOST_MODULES = 256 };

static char list[LIST_BYTES + 1];
static struct { char *name; char role; } loaded[MOST_MODULES];
static char message[1024];
static word used;
static int out;

static void say(const char *text)
{
	while (*text && used < sizeof(message) - 2)
		message[used++] = *text++;
}

static void say_number(long number)
{
	char digits[24];
	int at = sizeof(digits);

	if (number < 0)
		number = -number;
	digits[--at] = 0;
	do
		digits[--at] = (char)('0' + number % 10);
	while (number /= 10);
	say(digits + at);
}

/* One write a line: through /dev/kmsg, no message of the kernel can break it in two. */
static void end_line(void)
{
	message[used++] = '\n';
	call(WRITE, (word)out, (word)message, used, 0, 0);
	used = 0;
}

/* Level 1, so that "quiet" does not hide it. */
static void begin_line(void)
{
	used = 0;
	if (out > 2)
		say("<1>");
	say("kernel-maven: ");
}

static long open_file(const char *path, int flags)
{
	return call(OPENAT, (word)(long)AT_FDCWD, (word)path, (word)flags, 0, 0);
}

static void mount_at(const char *type, const char *where)
{
	call(MKDIRAT, (word)(long)AT_FDCWD, (word)where, 0755, 0, 0);
	call(MOUNT, (word)type, (word)where, (word)type, 0, 0);
}

static void open_output(void)
{
	long fd;

	/* Where there is no devtmpfs. */
	call(MKNODAT, (word)(long)AT_FDCWD, (word)"/dev/kmsg", CHARACTER_DEVICE | 0600, 1 << 8 | 11, 0);
	call(MKNODAT, (word)(long)AT_FDCWD, (word)"/dev/console", CHARACTER_DEVICE | 0600, 5 << 8 | 1, 0);
	/* Take up 0 to 2, which a kernel without /dev/console at start leaves free. */
	do
		fd = open_file("/dev/console", 2);
	while (fd >= 0 && fd < 3);
	out = (int)open_file("/dev/kmsg", WRITE_ONLY);
	if (out < 0)
		out = 1;
}

static void say_line(const char *what, const char *name)
{
	begin_line();
	say(what);
	say(name);
	end_line();
}

static void report(const char *what, const char *name, long result)
{
	begin_line();
	say(what);
	say(" ");
	say(name);
	if (result < 0) {
		say(": error ");
		say_number(result);
	}
	end_line();
}

static void pause_for(long seconds, long nanoseconds)
{
	long time[2] = { seconds, nanoseconds };

	call(NANOSLEEP, (word)time, 0, 0, 0, 0);
}

/* "/modules/a-b.ko" is the file of module a_b. */
static char *module_name(char *path)
{
	char *name = path;
	char *at;

	for (at = path; *at; at++)
		if (*at == '/')
			name = at + 1;
	for (at = name; *at; at++) {
		if (*at == '-')
			*at = '_';
		if (*at == '.') {
			*at = 0;
			break;
		}
	}
	return name;
}

static long load(long fd, const char *parameters)
{
	long result;

	if (fd < 0)
		return fd;
	result = call(FINIT_MODULE, (word)fd, (word)parameters, 0, 0, 0);
	call(CLOSE, (word)fd, 0, 0, 0, 0);
	return result;
}

/*
 * A line of the list is a path, and parameters after a space. Before the path may be '?', a module that others need,
 * which may stay loaded, or '~', one that is only tried.
 */
static int load_all(void)
{
	long fd = open_file("/modules.list", READ_ONLY);
	long size = 0;
	long got;
	int count = 0;
	char *at = list;

	if (fd < 0)
		return 0;
	while (size < LIST_BYTES
	       && (got = call(READ, (word)fd, (word)(list + size), (word)(LIST_BYTES - size), 0, 0)) > 0)
		size += got;
	call(CLOSE, (word)fd, 0, 0, 0, 0);
	list[size] = 0;
	while (*at && count < MOST_MODULES) {
		char role = *at == '?' || *at == '~' ? *at++ : 0;
		char *path = at;
		char *parameters = at;
		/* module_name() writes into the path. */
		char *name;
		long file;
		long result;

		while (*at && *at != '\n')
			at++;
		if (*at)
			*at++ = 0;
		while (*parameters && *parameters != ' ')
			parameters++;
		if (*parameters)
			*parameters++ = 0;
		if (!*path)
			continue;
		file = open_file(path, READ_ONLY);
		name = module_name(path);
		say_line("loading ", name);
		result = load(file, parameters);
		if (result >= 0) {
			report("loaded", name, result);
			loaded[count].name = name;
			loaded[count++].role = role;
		} else if (role == '~' || (role && result == -EXISTS)) {
			report("skipped", name, result);
		} else {
			/* What comes after may need it. */
			report("failed to load", name, result);
			break;
		}
	}
	return count;
}

static void unload_all(int count)
{
	while (count-- > 0) {
		char *name = loaded[count].name;
		int tries = 0;
		long result;

		say_line("unloading ", name);
		/* A kernel thread that uses it may be about to let go of it. */
		while ((result = call(DELETE_MODULE, (word)name, NONBLOCK, 0, 0, 0)) == -AGAIN && tries++ < 20)
			pause_for(0, 50000000);
		if (result >= 0)
			report("unloaded", name, result);
		else
			report(loaded[count].role ? "kept" : "failed to unload", name, result);
	}
}

static const char kmemleak[] = "/sys/kernel/debug/kmemleak";

static void tell_kmemleak(const char *command, word size)
{
	long fd = open_file(kmemleak, WRITE_ONLY);

	if (fd < 0)
		return;
	call(WRITE, (word)fd, (word)command, size, 0, 0);
	call(CLOSE, (word)fd, 0, 0, 0, 0);
}

/*
 * kmemleak (mm/kmemleak.c) suspects only what is older than five seconds when a scan starts, and whose checksum is
 * that of the scan before.
 */
static void scan_for_leaks(void)
{
	pause_for(6, 0);
	tell_kmemleak("scan", 4);
	tell_kmemleak("scan", 4);
}

static void show_leaks(void)
{
	static char text[512];
	long fd = open_file(kmemleak, READ_ONLY);
	long got;
	long at;
	int open = 0;

	if (fd < 0)
		return;
	while ((got = call(READ, (word)fd, (word)text, sizeof(text), 0, 0)) > 0) {
		for (at = 0; at < got; at++) {
			char letter[2] = { text[at], 0 };

			if (!open) {
				begin_line();
				say("leak: ");
				open = 1;
			}
			if (text[at] == '\n') {
				end_line();
				open = 0;
			} else {
				say(letter);
			}
		}
	}
	if (open)
		end_line();
	call(CLOSE, (word)fd, 0, 0, 0, 0);
}

__attribute__((used, noreturn)) void run(void)
{
	/* struct new_utsname: six fields of 65 bytes, the release is the third. */
	static char names[6 * 65];
	long leaks = open_file("/leaks", READ_ONLY);

	mount_at("proc", "/proc");
	mount_at("sysfs", "/sys");
	mount_at("devtmpfs", "/dev");
	open_output();
	if (leaks >= 0) {
		mount_at("debugfs", "/sys/kernel/debug");
		scan_for_leaks();
		tell_kmemleak("clear", 5);
	}
	call(UNAME, (word)names, 0, 0, 0, 0);
	begin_line();
	say("booted ");
	say(names + 2 * 65);
	end_line();
	unload_all(load_all());
	if (leaks >= 0) {
		scan_for_leaks();
		show_leaks();
	}
	say_line("done", "");
	call(SYNC, 0, 0, 0, 0, 0);
	/* LINUX_REBOOT_CMD_POWER_OFF; where the machine cannot, a restart ends a guest that must not reboot. */
	call(REBOOT, 0xfee1dead, 672274793, 0x4321fedc, 0, 0);
	call(REBOOT, 0xfee1dead, 672274793, 0x01234567, 0, 0);
	for (;;)
		;
}

#ifdef C_START
__attribute__((noreturn)) void _start(void)
{
	run();
}
#endif
