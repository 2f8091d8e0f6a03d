const char linux_banner[] = "Linux version stub";
