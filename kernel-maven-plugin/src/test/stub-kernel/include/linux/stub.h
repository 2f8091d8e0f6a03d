#ifndef STUB
#define STUB 1
#endif
