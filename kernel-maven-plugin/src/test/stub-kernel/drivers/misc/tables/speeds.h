#define SPEED 9
