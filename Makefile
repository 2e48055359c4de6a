# make run        set up, build, run scenarios/baseline.json into out/baseline
# make test       set up, build with sanitizers, run every quick test
# make            build build/panelcast, optimised
# make check-deep the slower checks: clang, valgrind, other processors, lint
# make lint       clang-format, clang-tidy, cppcheck
# make docs       the generated files: docs/parameters.md, docs/scenario.schema.json
# make data       scenarios/data/hospitals.csv and tier_changes.csv, from the published tables
# make clean      remove build/
MODE    ?= release
VERSION := 0.1.0
COMMIT  := $(shell git rev-parse --short=12 HEAD 2>/dev/null || echo unknown)
CSTD    := -std=c11 -D_POSIX_C_SOURCE=200809L
WARN    := -Wall -Wextra -Wpedantic -Werror -Wshadow -Wconversion \
           -Wstrict-prototypes -Wmissing-prototypes -Wcast-qual -Wcast-align \
           -Wpointer-arith -Wwrite-strings -Wundef -Wvla -Wformat=2 -Wswitch-enum
# No -ffast-math and no contraction: results must not depend on the machine.
NUMERIC := -ffp-contract=off
flags.release := -O3 -g
flags.asan    := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer -DPC_CHECK
flags.plain   := -O1 -g -DPC_CHECK
B       := build/$(MODE)
# Warnings are errors for us; a user with another compiler may say make WERROR=
WERROR  ?= -Werror
CFLAGS_ALL = $(CSTD) $(filter-out -Werror,$(WARN)) $(WERROR) $(NUMERIC) $(flags.$(MODE)) $(CFLAGS) \
           -Imodel -I. -pthread -MMD -MP
LIBS    := -lgsl -lgslcblas -lcjson -lmd -lm

LIB_O   := $(patsubst %.c,$(B)/%.o,$(wildcard model/*/*.c))
TOOL_O  := $(patsubst %.c,$(B)/%.o,$(wildcard tools/*.c))
TESTS   := $(patsubst tests/%.c,$(B)/%,$(wildcard tests/test_*.c))

all: build/panelcast

build/panelcast: $(B)/panelcast
	@ln -f $< $@ 2>/dev/null || cp $< $@

$(B)/libpanelcast.a: $(LIB_O)
	@rm -f $@
	$(AR) rcs $@ $^
$(B)/panelcast: $(TOOL_O) $(B)/libpanelcast.a
	$(CC) $(CFLAGS_ALL) $(TOOL_O) $(B)/libpanelcast.a $(LDFLAGS) $(LIBS) -o $@
$(B)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) $(DEFINES) -c $< -o $@
$(B)/test_%: $(B)/tests/test_%.o $(B)/tests/testlib.o $(B)/libpanelcast.a
	$(CC) $(CFLAGS_ALL) $< $(B)/tests/testlib.o $(B)/libpanelcast.a $(LDFLAGS) -lcunit $(LIBS) -o $@

clean:
	rm -rf build
.PHONY: all clean
.SECONDARY:
-include $(shell find $(B) -name '*.d' 2>/dev/null)
