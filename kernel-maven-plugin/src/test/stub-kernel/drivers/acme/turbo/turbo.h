#define TURBO 7
