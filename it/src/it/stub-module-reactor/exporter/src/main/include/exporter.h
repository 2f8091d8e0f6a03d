int offered(void);
