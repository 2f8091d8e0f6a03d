/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The first process of a guest: mounts the kernel's file systems, loads the modules that /modules.list names, unloads
 * them in reverse order, asks kmemleak what they left if there is a /leaks, and powers off. If there is an /agent, it
 * keeps them loaded and does what it reads from the console until that says "quit". It needs no C library and no header,
 * so that whatever compiler built the kernel can build it.
 */

typedef unsigned long word;

#if defined(__x86_64__)

enum { NANOSLEEP = 35, READ = 0, WRITE = 1, CLOSE = 3, SYNC = 162, MOUNT = 165, REBOOT = 169, DELETE_MODULE =
       176, UNAME = 63, OPENAT = 257, MKDIRAT = 258, MKNODAT = 259, FINIT_MODULE = 313, IOCTL = 16, CLONE = 56,
       EXECVE = 59, EXIT = 60, WAIT4 = 61 };

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
       UNAME = 122, OPENAT = 295, MKDIRAT = 296, MKNODAT = 297, FINIT_MODULE = 350, IOCTL = 54, CLONE = 120,
       EXECVE = 11, EXIT = 1, WAIT4 = 114 };

static long call(long n, word a, word b, word c, word d, word e)
{
	long result;

	__asm__ volatile("int $0x80" : "=a"(result) : "0"(n), "b"(a), "c"(b), "d"(c), "S"(d), "D"(e) : "memory");
	return result;
}

__asm__(".globl _start\n_start: xor %ebp, %ebp\n and $-16, %esp\n call run\n hlt\n");

#elif defined(__aarch64__) || defined(__riscv) || defined(__loongarch__)

enum { NANOSLEEP = 101, READ = 63, WRITE = 64, CLOSE = 57, SYNC = 81, MOUNT = 40, REBOOT = 142, DELETE_MODULE =
       106, UNAME = 160, OPENAT = 56, MKDIRAT = 34, MKNODAT = 33, FINIT_MODULE = 273, IOCTL = 29, CLONE = 220,
       EXECVE = 221, EXIT = 93, WAIT4 = 260 };

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
       UNAME = 122, OPENAT = 322, MKDIRAT = 323, MKNODAT = 324, FINIT_MODULE = 379, IOCTL = 54, CLONE = 120,
       EXECVE = 11, EXIT = 1, WAIT4 = 114 };

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
       UNAME = 122, OPENAT = 286, MKDIRAT = 287, MKNODAT = 288, FINIT_MODULE = 353, IOCTL = 54, CLONE = 120,
       EXECVE = 11, EXIT = 1, WAIT4 = 114 };

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
       UNAME = 122, OPENAT = 288, MKDIRAT = 289, MKNODAT = 290, FINIT_MODULE = 344, IOCTL = 54, CLONE = 120,
       EXECVE = 11, EXIT = 1, WAIT4 = 114 };

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

enum { WRITE_NEW = 01 | 0100 | 01000, SIGCHLD = 17 };

/* Errors. */
enum { IO = 5, AGAIN = 11, EXISTS = 17, BAD_MESSAGE = 74 };

/* arch/powerpc/include/uapi/asm/ioctls.h has numbers of its own. */
#if defined(__powerpc64__)
#define TCGETS 0x402c7413
#define TCSETS 0x802c7414
#else
#define TCGETS 0x5401
#define TCSETS 0x5402
#endif

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

static int same(const char *a, const char *b)
{
	while (*a && *a == *b) {
		a++;
		b++;
	}
	return *a == *b;
}

/* An empty one where there is no such file. */
static char *read_list(const char *path, char *text)
{
	long fd = open_file(path, READ_ONLY);
	long size = 0;
	long got;

	while (fd >= 0 && size < LIST_BYTES
	       && (got = call(READ, (word)fd, (word)(text + size), (word)(LIST_BYTES - size), 0, 0)) > 0)
		size += got;
	if (fd >= 0)
		call(CLOSE, (word)fd, 0, 0, 0, 0);
	text[size] = 0;
	return text;
}

/* Ends a line's first word, and gives what comes after it. */
static char *after_word(char *at)
{
	while (*at && *at != ' ')
		at++;
	if (*at)
		*at++ = 0;
	return at;
}

/* A line of the list is a file system's type, what to mount, "ro" or "rw", where, and the file system's options. */
static void mount_all(void)
{
	static char text[LIST_BYTES + 1];
	char *at = read_list("/mounts.list", text);

	while (*at) {
		char *type = at;
		char *what;
		char *flags;
		char *where;
		char *options;
		long result;

		while (*at && *at != '\n')
			at++;
		if (*at)
			*at++ = 0;
		what = after_word(type);
		flags = after_word(what);
		where = after_word(flags);
		options = after_word(where);
		/* MS_RDONLY is 1. */
		result = call(MOUNT, (word)what, (word)where, (word)type, same(flags, "ro"), (word)options);
		report(result < 0 ? "failed to mount" : "mounted", where, result);
	}
}

/*
 * A line of the list is a path, and parameters after a space. Before the path may be '?', a module that others need,
 * which may stay loaded, or '~', one that is only tried.
 */
static int load_all(void)
{
	int count = 0;
	char *at = read_list("/modules.list", list);

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

static void unload(char *name, int role)
{
	int tries = 0;
	long result;

	say_line("unloading ", name);
	/* A kernel thread that uses it may be about to let go of it. */
	while ((result = call(DELETE_MODULE, (word)name, NONBLOCK, 0, 0, 0)) == -AGAIN && tries++ < 20)
		pause_for(0, 50000000);
	if (result >= 0)
		report("unloaded", name, result);
	else
		report(role ? "kept" : "failed to unload", name, result);
}

static void unload_all(int count)
{
	while (count-- > 0)
		unload(loaded[count].name, loaded[count].role);
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

/* What comes in, and what of it nobody took yet. */
struct input {
	int fd;
	long at;
	long end;
	char bytes[4096];
};

static struct input console;

/* Whether there is something to take. */
static int fill(struct input *from)
{
	while (from->at == from->end) {
		long got = call(READ, (word)from->fd, (word)from->bytes, sizeof(from->bytes), 0, 0);

		from->at = 0;
		from->end = got < 0 ? 0 : got;
		if (got > 0)
			break;
		if (got < 0 || from == &console)
			return 0;
		/* Whoever has the other end of the channel is about to take it. */
		pause_for(0, 1000000);
	}
	return 1;
}

/* The next line, cut where it is longer than what may be in one. */
static char *next_line(void)
{
	static char line[2048];
	long size = 0;

	while (fill(&console)) {
		char letter = console.bytes[console.at++];

		if (letter == '\n') {
			line[size] = 0;
			return line;
		}
		if (size < (long)sizeof(line) - 1)
			line[size++] = letter;
	}
	return 0;
}

static word number(const char *digits)
{
	word value = 0;

	while (*digits >= '0' && *digits <= '9')
		value = value * 10 + (word)(*digits++ - '0');
	return value;
}

/* The console gives bytes as they come; given[] is how it was. Four words of flags are what all architectures share. */
static unsigned int given[32];

static void make_raw(void)
{
	unsigned int raw[32];
	int i;

	if (call(IOCTL, 0, TCGETS, (word)given, 0, 0) < 0)
		return;
	for (i = 0; i < 32; i++)
		((volatile unsigned int *)raw)[i] = given[i];
	raw[0] = 0;
	raw[3] = 0;
	call(IOCTL, 0, TCSETS, (word)raw, 0, 0);
}

/*
 * How much is asked for at once. A terminal that has 3,968 bytes for who does not read yet is throttled
 * (drivers/tty/n_tty.c), after which user-mode Linux hears nothing more (arch/um/drivers/line.c, 6.12). What a socket
 * keeps is bounded too.
 */
enum { CONSOLE_WINDOW = 3072, CHANNEL_WINDOW = 1 << 16 };

/* The number in a port's name is that of its device among all of virtio's: those of shares, and this. */
enum { MOST_DEVICES = 64 };

/*
 * A port of virtio-console (drivers/char/virtio_console.c), by which files come faster than by a serial line; negative
 * where there is none. It is open for one file at a time, so that its driver can be unloaded.
 */
static long open_channel(void)
{
	static char path[] = "/dev/vport00p1";
	long fd = -1;
	int device;

	for (device = 0; device < MOST_DEVICES && fd < 0; device++) {
		char *digit = path + sizeof("/dev/vport") - 1;

		if (device > 9)
			*digit++ = (char)('0' + device / 10);
		*digit++ = (char)('0' + device % 10);
		*digit++ = 'p';
		*digit++ = '1';
		*digit = 0;
		fd = open_file(path, READ_ONLY);
	}
	return fd;
}

/* "put PATH SIZE HASH": takes that many bytes into a file. The hash is 32-bit FNV-1a. */
static void take_file(char *path)
{
	char *size_at = after_word(path);
	word wanted = number(after_word(size_at));
	word left = number(size_at);
	unsigned int hash = 2166136261u;
	static struct input channel;
	struct input *from = &console;
	word most = CONSOLE_WINDOW;
	long port;
	long fd = call(OPENAT, (word)(long)AT_FDCWD, (word)path, WRITE_NEW, 0644, 0);
	long result = 0;

	if (fd < 0) {
		report("failed to put", path, fd);
		return;
	}
	port = open_channel();
	if (port >= 0) {
		channel.fd = (int)port;
		channel.at = 0;
		channel.end = 0;
		from = &channel;
		most = CHANNEL_WINDOW;
	}
	while (left) {
		word window = left < most ? left : most;

		begin_line();
		say("want ");
		say_number((long)window);
		if (from == &channel)
			say(" by channel");
		end_line();
		while (window && fill(from)) {
			word there = (word)(from->end - from->at);
			word part = there < window ? there : window;
			word i;

			for (i = 0; i < part; i++)
				hash = (hash ^ (unsigned char)from->bytes[from->at + (long)i]) * 16777619u;
			if (result >= 0) {
				result = call(WRITE, (word)fd, (word)(from->bytes + from->at), part, 0, 0);
				/* What a full memory leaves out would be missed by the hash. */
				if (result >= 0 && (word)result < part)
					result = -28;
			}
			from->at += (long)part;
			window -= part;
			left -= part;
		}
		if (window) {
			result = -IO;
			break;
		}
	}
	if (port >= 0)
		call(CLOSE, (word)port, 0, 0, 0, 0);
	call(CLOSE, (word)fd, 0, 0, 0, 0);
	if (result >= 0)
		result = hash == wanted ? 0 : -BAD_MESSAGE;
	report(result < 0 ? "failed to put" : "put", path, result);
}

/* "load PATH PARAMETERS" */
static void load_file(char *path)
{
	char *parameters = after_word(path);
	long fd = open_file(path, READ_ONLY);
	char *name = module_name(path);
	long result;

	say_line("loading ", name);
	result = load(fd, parameters);
	report(result < 0 ? "failed to load" : "loaded", name, result);
}

/* A shell on the console, with the terminal as it was. */
static void run_shell(void)
{
	static char *arguments[] = { "sh", 0 };
	static char *environment[] = { "PATH=/bin:/sbin", "HOME=/", "TERM=linux", "PS1=guest# ", 0 };
	long child;

	call(IOCTL, 0, TCSETS, (word)given, 0, 0);
	/* Typed before this, it would be ours. */
	say_line("shell", "");
#if defined(__s390x__)
	child = call(CLONE, 0, SIGCHLD, 0, 0, 0);
#else
	child = call(CLONE, SIGCHLD, 0, 0, 0, 0);
#endif
	if (child == 0) {
		call(EXIT, (word)-call(EXECVE, (word)"/bin/sh", (word)arguments, (word)environment, 0, 0), 0, 0, 0, 0);
	} else if (child > 0) {
		int status = 0;

		/* Its own children become ours. */
		while (call(WAIT4, (word)-1l, (word)&status, 0, 0, 0) != child)
			;
	}
	make_raw();
	if (child < 0)
		report("failed to start", "/bin/sh", child);
}

/* Says "ready", does what the next line says, and so on; an empty one asks whether it is ready. */
static void serve(void)
{
	char *line;

	make_raw();
	for (;;) {
		char *rest;

		say_line("ready", "");
		line = next_line();
		if (!line || same(line, "quit"))
			return;
		if (!*line)
			continue;
		rest = after_word(line);
		if (same(line, "put"))
			take_file(rest);
		else if (same(line, "load"))
			load_file(rest);
		else if (same(line, "unload"))
			unload(rest, 0);
		else if (same(line, "shell"))
			run_shell();
		else
			report("failed to understand", line, -22);
	}
}

__attribute__((used, noreturn)) void run(void)
{
	/* struct new_utsname: six fields of 65 bytes, the release is the third. */
	static char names[6 * 65];
	long leaks = open_file("/leaks", READ_ONLY);
	int count;

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
	mount_all();
	count = load_all();
	if (open_file("/agent", READ_ONLY) >= 0)
		serve();
	else
		unload_all(count);
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
