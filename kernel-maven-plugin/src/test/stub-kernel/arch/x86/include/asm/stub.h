#define STUB_ASM 1
