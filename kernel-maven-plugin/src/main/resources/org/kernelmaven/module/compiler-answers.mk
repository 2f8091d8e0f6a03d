# Read by make before the kernel's makefiles, below the answers that are known: kernel-maven-answer.KEY := y or n.

# The key of a question is its text, without what ends the name of a variable.
kernel-maven-empty :=
kernel-maven-blank := $(kernel-maven-empty) $(kernel-maven-empty)
kernel-maven-tab := $(kernel-maven-empty)	$(kernel-maven-empty)
kernel-maven-hash := \#
define kernel-maven-line


endef
kernel-maven-key = $(subst $(kernel-maven-line),%l,$(subst $(kernel-maven-tab),%t,$(subst $(kernel-maven-blank),%b,$(subst \
	$(kernel-maven-hash),%h,$(subst :,%c,$(subst =,%e,$(subst $$,%d,$(subst %,%p,$(1)))))))))

# Asks as the kernel's own try-run does, whose first commands are kernel-maven-before.
kernel-maven-ask = $(shell $(kernel-maven-before)if ($(1)) >/dev/null 2>&1; then echo y; else echo n; fi)
kernel-maven-note = $(file >>$(KERNEL_MAVEN_ANSWERS),kernel-maven-answer.$(1) := $(2))$(2)
kernel-maven-answer = $(or $(kernel-maven-answer.$(2)),$(call kernel-maven-note,$(2),$(kernel-maven-ask)))

# The kernel's has a shell echo the result: that matters where it holds what a shell replaces.
kernel-maven-said = $(if $(or $(findstring $$,$(1)),$(findstring \,$(1)),$(findstring ",$(1)),$(findstring `,$(1))),$(shell \
	echo "$(1)"),$(1))
override try-run = $(call kernel-maven-said,$(if $(filter y,$(call \
	kernel-maven-answer,$(1),$(kernel-maven-key))),$(2),$(3)))
