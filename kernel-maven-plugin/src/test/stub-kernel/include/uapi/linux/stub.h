#define STUB_UAPI 1
