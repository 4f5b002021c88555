# Acogida. `make run` and `make test` are all that you need; `make help` lists the rest.
#
# Rooms and their rights: each room is one static library that sees only the rooms beneath it.
ROOMS    := config messages handlers queue bot
# what stands beneath each room, top first
BENEATH_config   :=
BENEATH_messages := config
BENEATH_handlers := messages config
BENEATH_queue    := handlers messages config
BENEATH_bot      := queue handlers messages config
# libraries of each room (pkg-config names; libstemmer has none)
PKG_config   := libsodium inih
PKG_messages := jansson libcrypto libutf8proc yaml-0.1
PKG_handlers := jansson
PKG_queue    := libuv hiredis libcurl jansson
PKG_bot      := libmicrohttpd jansson

BUILD ?= release
O     ?= build
V     ?= 0
D     := $(O)/$(BUILD)
Q     := $(if $(filter 1,$(V)),,@)
say    = $(if $(filter 1,$(V)),,@printf '  %-8s %s\n' '$(1)' '$(2)')

WARN  := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wformat=2 -Wvla -Wundef -Wwrite-strings \
         -Wpointer-arith -Wnull-dereference -Wno-unused-parameter -Werror
HARD  := -fstack-protector-strong -fcf-protection -fPIE
CFLAGS_release := -O2 -g -D_FORTIFY_SOURCE=3 -fstack-clash-protection $(HARD)
CFLAGS_debug   := -O0 -g $(HARD)
CFLAGS_asan    := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer -fPIE
CFLAGS_tsan    := -O1 -g -fsanitize=thread -fPIE
CFLAGS_cov     := -O0 -g --coverage -fPIE
LDFLAGS_release := -pie -Wl,-z,relro,-z,now,-z,noexecstack
LDFLAGS_debug   := $(LDFLAGS_release)
LDFLAGS_asan    := -pie -fsanitize=address,undefined
LDFLAGS_tsan    := -pie -fsanitize=thread
LDFLAGS_cov     := -pie --coverage

PKGS   := $(sort $(foreach r,$(ROOMS),$(PKG_$(r))))
CC     := gcc
CSTD   := -std=gnu17 -D_GNU_SOURCE
ALLINC  = -I. -I$(D) -include config/banned.h $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
CFLAGS  = $(CSTD) $(WARN) $(CFLAGS_$(BUILD)) $(ALLINC) -MMD -MP

MAKEFLAGS += --no-builtin-rules
.DELETE_ON_ERROR:
.SECONDARY:

src     = $(wildcard $(1)/*.c) $(if $(filter messages,$(1)),$(wildcard messages/wire/*.c)) $(if $(filter bot,$(1)),$(filter-out bot/main.c,$(wildcard bot/desk/*.c)))
room_src = $(filter-out bot/main.c,$(call src,$(1)))
room_obj = $(patsubst %.c,$(D)/%.o,$(call room_src,$(1))) $(EMBED_$(1))
room_lib = $(D)/lib$(1).a
libs_of  = $(foreach r,$(1) $(BENEATH_$(1)),$(call room_lib,$(r)))
pkgs_of  = $(sort $(foreach r,$(1) $(BENEATH_$(1)),$(PKG_$(r))))
link_of  = $(call libs_of,$(1)) $(shell pkg-config --libs $(call pkgs_of,$(1)) 2>/dev/null) $(if $(filter messages,$(1) $(BENEATH_$(1))),-lstemmer) -lm

# what is linked in: the sample content, the script library, the pages
CONTENT   := $(sort $(wildcard messages/content/*.yaml messages/content/*/*.yaml))
LUA       := $(sort $(wildcard queue/lua/*.lua))
PAGES     := $(sort $(wildcard bot/pages/*) )
EMBED_messages = $(D)/embed/sample_pack.o
EMBED_queue    = $(D)/embed/script_library.o
EMBED_bot      = $(D)/embed/page_files.o

.PHONY: all help
all: $(O)/acogida
help:
	@sed -n 's/^## //p' Makefile

$(O)/acogida: $(D)/acogida
	$(Q)cp $< $@
$(D)/acogida: $(D)/bot/main.o $(foreach r,$(ROOMS),$(call room_lib,$(r)))
	$(call say,LINK,$@)
	$(Q)$(CC) $(LDFLAGS_$(BUILD)) -o $@ $< $(call link_of,bot)

# chat links without Redis, HTTP and curl: the proof that handlers/ is pure
$(D)/chat: $(D)/tests/handlers/chat_main.o $(call libs_of,handlers)
	$(call say,LINK,$@)
	$(Q)$(CC) $(LDFLAGS_$(BUILD)) -o $@ $< $(call link_of,handlers)

define room_rules
$$(call room_lib,$(1)): $$(call room_obj,$(1))
	$$(call say,AR,$$@)
	$$(Q)rm -f $$@ && ar rcs $$@ $$^
$$(D)/tests/$(1)_test: $$(patsubst %.c,$$(D)/%.o,$$(wildcard tests/$(1)/*_test.c tests/$(1)/*_help.c)) $$(call libs_of,$(1))
	$$(call say,LINK,$$@)
	$$(Q)mkdir -p $$(dir $$@) && $$(CC) $$(LDFLAGS_$$(BUILD)) -o $$@ $$(filter %.o,$$^) $$(call link_of,$(1)) -lcriterion
endef
$(foreach r,$(ROOMS),$(eval $(call room_rules,$(r))))

$(D)/%.o: %.c
	$(call say,CC,$<)
	$(Q)mkdir -p $(dir $@) && $(CC) $(CFLAGS) $(if $(filter tests/%,$<),-DBANNED_ALLOW) -c -o $@ $<

# embed.sh NAME FILE... writes C that holds the files' bytes; see config/embed.sh
$(D)/embed/sample_pack.c: $(CONTENT) config/embed.sh Makefile
	$(Q)mkdir -p $(dir $@) && sh config/embed.sh sample_pack messages/content $(CONTENT) >$@
$(D)/embed/script_library.c: $(LUA) config/embed.sh Makefile
	$(Q)mkdir -p $(dir $@) && sh config/embed.sh script_library queue/lua $(LUA) >$@
$(D)/embed/page_files.c: $(PAGES) config/embed.sh Makefile
	$(Q)mkdir -p $(dir $@) && sh config/embed.sh page_files bot/pages $(PAGES) >$@
$(D)/embed/%.o: $(D)/embed/%.c
	$(call say,EMBED,$*)
	$(Q)$(CC) $(CSTD) $(CFLAGS_$(BUILD)) -I. -c -o $@ $<

-include $(shell find $(D) -name '*.d' 2>/dev/null)
