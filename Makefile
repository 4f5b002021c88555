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
# libraries of each room (pkg-config names; libstemmer and libgettextpo have none)
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

# as many compilers at once as there are cores, unless JOBS says otherwise
JOBS   ?= $(shell nproc 2>/dev/null || echo 1)
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
link_of  = $(call libs_of,$(1)) $(shell pkg-config --libs $(call pkgs_of,$(1)) 2>/dev/null) $(if $(filter messages,$(1) $(BENEATH_$(1))),-lstemmer) $(if $(filter bot,$(1)),-lgettextpo) -lm

# what is linked in: the sample content, the script library, the pages
CONTENT   := $(sort $(wildcard messages/content/*.yaml messages/content/*/*.yaml))
LUA       := $(sort $(wildcard queue/lua/*.lua))
PAGES     := $(sort $(wildcard bot/pages/*.html bot/pages/*.css bot/pages/*.js bot/pages/*.svg bot/desk/openapi.json))
EMBED_messages = $(D)/embed/sample_pack.o $(D)/embed/sample_guesser.o
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

$(D)/messages/language_table.o $(O)/fuzz/messages/language_table.o: messages/language_table.bin

# embed.sh NAME FILE... writes C that holds the files' bytes; see config/embed.sh
$(D)/embed/sample_pack.c: $(CONTENT) config/embed.sh Makefile
	$(Q)mkdir -p $(dir $@) && sh config/embed.sh sample_pack messages/content $(CONTENT) >$@
# what the guesser learns from the sample, by a program of the same sources (messages/pack_guess.h)
TEACH_OBJ := $(D)/messages/teach/teach.o $(filter-out $(D)/embed/sample_guesser.o,$(call room_obj,messages))
$(D)/teach: $(TEACH_OBJ) $(call libs_of,config)
	$(Q)$(CC) $(LDFLAGS_$(BUILD)) -o $@ $^ $(shell pkg-config --libs $(call pkgs_of,messages) 2>/dev/null) -lstemmer -lm
$(D)/embed/guesser: $(D)/teach
	$(call say,TEACH,sample_guesser)
	$(Q)$(D)/teach $@
$(D)/embed/sample_guesser.c: $(D)/embed/guesser config/embed.sh
	$(Q)sh config/embed.sh sample_guesser $(D)/embed $< >$@
$(D)/embed/script_library.c: $(LUA) config/embed.sh Makefile
	$(Q)mkdir -p $(dir $@) && sh config/embed.sh script_library queue/lua $(LUA) >$@
# the pages' one library comes from npm by a fixed version and is served by us: no CDN, works with the Internet down
VENDOR    := $(O)/pages-npm/node_modules/htm/preact/standalone.module.js
$(D)/embed/page_files.c: $(PAGES) $(O)/pages-npm/.done config/embed.sh Makefile
	$(Q)rm -rf $(D)/pages && mkdir -p $(dir $@) $(D)/pages/vendor && cp $(PAGES) $(D)/pages/
	$(Q)cp $(VENDOR) $(D)/pages/vendor/htm-preact.js
	$(Q)cd $(D)/pages && sh $(CURDIR)/config/embed.sh page_files . $$(find . -type f | sed 's|^\./||' | sort) >$(abspath $@)
$(D)/embed/page_files.o: $(D)/embed/page_files.c
	$(call say,EMBED,page_files)
	$(Q)cd $(D)/pages && $(CC) $(CSTD) $(CFLAGS_$(BUILD)) -I$(CURDIR) -c -o $(abspath $@) $(abspath $<)
$(D)/embed/%.o: $(D)/embed/%.c
	$(call say,EMBED,$*)
	$(Q)$(CC) $(CSTD) $(CFLAGS_$(BUILD)) -I. -c -o $@ $<

-include $(shell find $(D) $(O)/fuzz -name '*.d' 2>/dev/null)

# --- what people call --------------------------------------------------------------------------------------------

.PHONY: deps run test-deps test
deps:
	@sh config/install.sh run

## make run        installs what is missing, builds, and runs the sample office on http://127.0.0.1:8080
run: deps
	@$(MAKE) --no-print-directory -j$(JOBS) $(O)/acogida
	@exec $(O)/acogida run

test-deps:
	@sh config/install.sh test
	@$(MAKE) --no-print-directory $(O)/npm/.done

# npm packages of the tests and of the pages, by fixed versions; addresses are npm's own business
$(O)/npm/.done: tests/package.json tests/package-lock.json
	$(call say,NPM,tests)
	$(Q)mkdir -p $(O)/npm && cp $^ $(O)/npm/ && cd $(O)/npm && npm ci --ignore-scripts --no-audit --no-fund --silent
	$(Q)touch $@
$(O)/pages-npm/.done: bot/pages/package.json bot/pages/package-lock.json
	$(call say,NPM,pages)
	$(Q)mkdir -p $(O)/pages-npm && cp $^ $(O)/pages-npm/ && cd $(O)/pages-npm && npm ci --ignore-scripts --no-audit --no-fund --silent
	$(Q)touch $@

## make test       installs what the tests need and runs all of them
test: test-deps
	@$(MAKE) --no-print-directory test-all

# unit tests run under the address and undefined-behaviour sanitizers; the whole program runs under both builds
UNIT     := $(foreach r,$(ROOMS),$(O)/asan/tests/$(r)_test)
unit_run  = ASAN_OPTIONS=detect_leaks=0 UBSAN_OPTIONS=print_stacktrace=1 $(O)/asan/tests/$(1)_test --jobs 2
NODE      = NODE_PATH=$(CURDIR)/$(O)/npm/node_modules node
TRANSCRIPTS := $(sort $(wildcard tests/transcripts/*.chat))

.PHONY: test-all test-builds test-asan-builds
test-builds:
	@$(MAKE) --no-print-directory -j$(JOBS) $(O)/acogida $(O)/release/chat $(O)/release/tests/oracle/twilio_verify $(O)/release/tests/oracle/wire_ask $(O)/release/tests/oracle/phone_read
test-asan-builds:
	@$(MAKE) --no-print-directory -j$(JOBS) BUILD=asan $(UNIT) $(O)/asan/acogida

test-all: test-builds test-asan-builds
	@sh tests/run.sh $(O)/test-logs \
	    'layers=sh tests/layers.sh' \
	    $(foreach r,$(ROOMS),'unit-$(r)=$(call unit_run,$(r))') \
	    'transcripts=$(O)/release/chat $(TRANSCRIPTS)' \
	    'transcripts-asan=$(O)/asan/acogida chat $(TRANSCRIPTS)' \
	    'match=ACOGIDA=$(O)/acogida $(NODE) tests/match/match_gate.mjs' \
	    'settings=sh tests/settings.sh $(O)/acogida' \
	    'audit=sh tests/audit.sh $(O)/acogida $(PKGS)' \
	    'oracle-twilio=TWILIO_VERIFY=$(O)/release/tests/oracle/twilio_verify $(NODE) tests/oracle/twilio.js' \
	    'oracle-vonage=WIRE_ASK=$(O)/release/tests/oracle/wire_ask $(NODE) tests/oracle/vonage.js' \
	    'oracle-phone=PHONE_READ=$(O)/release/tests/oracle/phone_read $(NODE) tests/oracle/phone.js' \
	    'oracle-prism=WIRE_ASK=$(O)/release/tests/oracle/wire_ask $(NODE) tests/oracle/prism.js' \
	    'oracle-segments=ACOGIDA=$(O)/acogida $(NODE) tests/oracle/segments.js' \
	    'whole=ACOGIDA=$(O)/acogida $(NODE) tests/whole/whole.mjs' \
	    'whole-asan=ACOGIDA=$(O)/asan/acogida $(NODE) tests/whole/whole.mjs' \
	    'whole-activities=ACOGIDA=$(O)/asan/acogida $(NODE) tests/whole/activities.mjs' \
	    'whole-cases=ACOGIDA=$(O)/asan/acogida $(NODE) tests/whole/cases.mjs' \
	    'whole-catch-up=ACOGIDA=$(O)/asan/acogida $(NODE) tests/whole/catch_up.mjs' \
	    'whole-doctor=ACOGIDA=$(O)/asan/acogida $(NODE) tests/whole/doctor.mjs' \
	    'whole-forget=ACOGIDA=$(O)/asan/acogida $(NODE) tests/whole/forget.mjs' \
	    'whole-media=ACOGIDA=$(O)/asan/acogida $(NODE) tests/whole/media.mjs' \
	    'whole-content=ACOGIDA=$(O)/asan/acogida $(NODE) tests/whole/content.mjs' \
	    'translate=LSAN_OPTIONS=suppressions=tests/leaks.supp:print_suppressions=0 ACOGIDA=$(O)/asan/acogida $(NODE) tests/whole/translate.mjs' \
	    'privacy=ACOGIDA=$(O)/asan/acogida $(NODE) tests/whole/privacy.mjs' \
	    'http-probe=ACOGIDA=$(O)/asan/acogida $(NODE) tests/whole/doors.mjs' \
	    'kannel=ACOGIDA=$(O)/acogida $(NODE) tests/whole/kannel.mjs' \
	    'browser=ACOGIDA=$(O)/acogida $(NODE) tests/whole/browser.mjs' \
	    'chaos=ACOGIDA=$(O)/acogida $(NODE) tests/chaos/chaos.mjs' \
	    'bench=$(MAKE) --no-print-directory bench COUNT=5000 ROUNDS=1' \
	    'fuzz=$(MAKE) --no-print-directory -j$(JOBS) fuzz FUZZ_S=6'

$(D)/tests/oracle/%: $(D)/tests/oracle/%.o $(call libs_of,messages)
	$(call say,LINK,$@)
	$(Q)$(CC) $(LDFLAGS_$(BUILD)) -o $@ $< $(call link_of,messages)

## make chaos      kill -9 of program and Redis at random instants; MESSAGES=20000 makes it longer
.PHONY: chaos
chaos: test-deps $(O)/acogida
	@ACOGIDA=$(O)/acogida $(NODE) tests/chaos/chaos.mjs

## make bench      our figures beside their limits in the same run
.PHONY: bench
BENCH_LOAD := $(patsubst %.c,$(D)/%.o,$(wildcard tests/bench/load*.c))
$(D)/tests/bench/load: $(BENCH_LOAD) $(call libs_of,messages)
	$(Q)$(CC) $(LDFLAGS_$(BUILD)) -o $@ $(BENCH_LOAD) $(call link_of,messages)
$(D)/tests/bench/bare: $(D)/tests/bench/bare.o
	$(Q)$(CC) $(LDFLAGS_$(BUILD)) -o $@ $< $(shell pkg-config --libs libmicrohttpd 2>/dev/null)
$(D)/tests/bench/bare_curl: $(D)/tests/bench/bare_curl.o
	$(Q)$(CC) $(LDFLAGS_$(BUILD)) -o $@ $< $(shell pkg-config --libs libcurl 2>/dev/null)
bench: test-deps $(O)/acogida $(D)/tests/bench/load $(D)/tests/bench/bare $(D)/tests/bench/bare_curl
	@BENCH_BIN=$(D)/tests/bench ACOGIDA=$(O)/acogida $(NODE) tests/bench/bench.mjs
## make bench-match how well and how fast messages are understood, by language; SHOW=1 lists the errors
.PHONY: bench-match
bench-match: $(O)/acogida
	@ACOGIDA=$(O)/acogida node tests/match/bench_match.mjs

# --- fuzzing: clang's libFuzzer, one target a file in tests/fuzz, corpora beside them ----------------------------------

FUZZ_S   ?= 60
FUZZERS  := $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/*.c))
FUZZ_ROOMS := handlers messages config
FUZZ_SRC := $(foreach r,$(FUZZ_ROOMS),$(call room_src,$(r))) queue/csv.c
FUZZ_FLAGS := -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined
FUZZ_OBJ := $(patsubst %.c,$(O)/fuzz/%.o,$(FUZZ_SRC)) $(O)/fuzz/embed/sample_pack.o $(O)/fuzz/embed/sample_guesser.o
$(O)/fuzz/%.o: %.c
	$(Q)mkdir -p $(dir $@) && clang $(CSTD) $(FUZZ_FLAGS) -I. -I$(O)/fuzz -DBANNED_ALLOW -include config/banned.h \
	    $(shell pkg-config --cflags $(PKGS) 2>/dev/null) -MMD -MP -c -o $@ $<
$(O)/fuzz/embed/%.o: $(O)/release/embed/%.c
	$(Q)mkdir -p $(dir $@) && clang $(CSTD) $(FUZZ_FLAGS) -I. -c -o $@ $<
$(O)/fuzz/bin/%: $(O)/fuzz/tests/fuzz/%.o $(FUZZ_OBJ)
	$(call say,FUZZER,$*)
	$(Q)mkdir -p $(dir $@) && clang -fsanitize=fuzzer,address,undefined -o $@ $^ \
	    $(shell pkg-config --libs $(PKG_config) $(PKG_messages) $(PKG_handlers) 2>/dev/null) -lstemmer -lm

## make fuzz       every parser, FUZZ_S seconds each (60); those of the conversation never less than 60
.PHONY: fuzz
FUZZ_LONG := machine fold match pack transcript
fuzz: $(FUZZERS:%=$(O)/fuzz/bin/%)
	@sh tests/fuzz/run.sh $(O)/fuzz/bin $(FUZZ_S) \
	    $(foreach f,$(FUZZERS),$(f)$(if $(filter $(f),$(FUZZ_LONG)),=$(shell [ $(FUZZ_S) -gt 60 ] && echo $(FUZZ_S) || echo 60)))

## make audit      hardening of the program and the service, secrets in the tree, versions of what is linked in
.PHONY: audit
audit: $(O)/acogida
	@sh tests/audit.sh $(O)/acogida $(PKGS)

# --- looking after the house -----------------------------------------------------------------------------------------

SOURCES := $(shell find $(ROOMS) tests -name '*.[ch]' 2>/dev/null | sort)
## make lint       clang's warnings, clang-tidy, cppcheck and gcc's analyzer
## make format     clang-format over all C
.PHONY: lint format format-check
lint:
	@sh config/install.sh lint
	@sh tests/lint.sh $(O)/lint.log "$(CSTD) $(WARN) $(ALLINC)" $(filter-out tests/%,$(filter %.c,$(SOURCES)))
format:
	@clang-format -i $(SOURCES)
format-check:
	@clang-format --dry-run --Werror $(SOURCES)

## make install    to PREFIX (/usr/local): the program, the example settings, the service
PREFIX ?= /usr/local
.PHONY: install uninstall clean
install: $(O)/acogida
	install -D -m 755 $(O)/acogida $(DESTDIR)$(PREFIX)/bin/acogida
	install -D -m 644 config/acogida.conf.example $(DESTDIR)$(PREFIX)/share/acogida/acogida.conf.example
	install -D -m 644 config/acogida.service $(DESTDIR)$(PREFIX)/lib/systemd/system/acogida.service
uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/acogida $(DESTDIR)$(PREFIX)/lib/systemd/system/acogida.service
	rm -rf $(DESTDIR)$(PREFIX)/share/acogida
## make clean      removes build/ (never var/, where an office's data are)
clean:
	rm -rf $(O)
