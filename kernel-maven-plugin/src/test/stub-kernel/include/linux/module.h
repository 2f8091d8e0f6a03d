/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _LINUX_MODULE_H
#define _LINUX_MODULE_H

/* What a loadable module says of itself and exports: in the sections that a Linux 6.1 module has. */

#define __MODULE_PASTE(a, b) a##b
#define __MODULE_INFO(tag, id, info) \
	static const char __MODULE_PASTE(__UNIQUE_ID_##tag, id)[] \
	__attribute__((used, section(".modinfo"), aligned(1))) = #tag "=" info
#define MODULE_INFO(tag, info) __MODULE_INFO(tag, __COUNTER__, info)
#define MODULE_LICENSE(text) MODULE_INFO(license, text)
#define MODULE_AUTHOR(text) MODULE_INFO(author, text)
#define MODULE_DESCRIPTION(text) MODULE_INFO(description, text)
#define MODULE_VERSION(text) MODULE_INFO(version, text)

#define __EXPORT_SYMBOL(symbol, kind) \
	__asm__(".section \"___ksymtab" kind "+" #symbol "\",\"a\"\n" \
		"__ksymtab_" #symbol ":\n" \
		".long " #symbol " - .\n" \
		".previous\n")
#define EXPORT_SYMBOL(symbol) __EXPORT_SYMBOL(symbol, "")
#define EXPORT_SYMBOL_GPL(symbol) __EXPORT_SYMBOL(symbol, "_gpl")

#define module_init(function) int init_module(void) __attribute__((alias(#function)))
#define module_exit(function) void cleanup_module(void) __attribute__((alias(#function)))

int stub_symbol(void);
int stub_gpl_symbol(void);

#endif
