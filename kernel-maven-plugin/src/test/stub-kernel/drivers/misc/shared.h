#define SHARED 8
