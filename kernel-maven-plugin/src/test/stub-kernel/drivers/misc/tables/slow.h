#define SLOW 1
