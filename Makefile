# make run        install what is missing, build, run scenarios/baseline.json into out/baseline
# make test       install what tests need, build with sanitizers, run every quick test
# make            build build/panelcast, optimised (the packages of tools/setup.sh must be there)
# make test-page  install what tests of the page need, build it, and compare it with the program
# make page       the report of the baseline and three comparisons in out/report: page, PDF, pictures, one zip
# make page-core  the model of the page: this C code in WebAssembly, and nothing else
# make install    PREFIX=/usr/local, DESTDIR= for packagers; make uninstall removes what it put there
# make deep       the slower checks: clang, other processors, valgrind, faults
# make faults     every allocation and every write of the commands fails in turn (two hours)
# make fuzz SECONDS=60   every reader of files is fed damaged ones
# make cover      the lines of model/ that the quick tests run, file by file
# make validate   simulation studies of fits and intervals, and the model beside the insurance claims (minutes)
# make docs-places   the pictures of the model beside the insurance claims
# make bench      how fast it is, beside the same work in NumPy
# make lint       clang-format, clang-tidy, cppcheck
# make words      tools/words/ja.po with the messages of the sources, and its table in C
# make docs       the generated files in docs/
# make scenario-docs   docs/scenarios.md and docs/scenarios.ja.md, from the scenarios and a run of each
# make influence  docs/influence.md: what each assumption moves
# make data       the model's tables in scenarios/data/, from the published ones
# make calibrate-workload   fit the staff hours to the survey of 2022 (docs/validation.md)
# make clean      remove build/
VERSION := 0.1.0
MODE    ?= release
CSTD    := -std=c11 -D_POSIX_C_SOURCE=200809L
WARN    := -Wall -Wextra -Wpedantic -Wshadow -Wconversion \
           -Wstrict-prototypes -Wmissing-prototypes -Wcast-qual -Wcast-align \
           -Wpointer-arith -Wwrite-strings -Wundef -Wvla -Wformat=2 -Wswitch-enum
# Warnings are errors for us; a user with another compiler may say make WERROR=
WERROR  ?= -Werror
# No -ffast-math and no contraction: results must not depend on the machine.
NUMERIC := -ffp-contract=off
# Vector registers of 32 bytes where this machine has them: faster, with the same results to the
# last bit. For a program that runs on every x86-64 machine: make MACHINE=
MACHINE ?= $(shell grep -qw avx2 /proc/cpuinfo 2>/dev/null && echo -mavx2)
flags.release := -O3 -funroll-loops -g $(MACHINE)
flags.asan    := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer -DPC_CHECK
flags.plain   := -O1 -g -DPC_CHECK
flags.cover   := -O0 -g --coverage -fprofile-update=atomic -DPC_CHECK
flags.tsan    := -O1 -g -fsanitize=thread -DPC_CHECK
flags.fuzz    := -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -DPC_CHECK
# Another compiler or other flags want a folder of their own: make CC=clang B=build/clang build/clang/panelcast
B       ?= build/$(MODE)
FLAGS   := $(CSTD) $(NUMERIC) $(flags.$(MODE)) $(CFLAGS)
COMPILE  = $(CC) $(FLAGS) $(WARN) $(WERROR) -Imodel -I. -pthread -MMD -MP
# The workbook of `panelcast report` where libxlsxwriter and zlib are there; make XLSX= builds without it.
XLSX    ?= $(shell printf '\#include <%s.h>\n' xlsxwriter zlib | $(CC) $(CFLAGS) -E - >/dev/null 2>&1 && echo yes)
XLSX_LIBS := $(XLSX:yes=-lxlsxwriter -lz)
LIBS    := -lgsl -lgslcblas -lcjson -lsqlite3 -lm

# Every file of a folder and of the folders in it, in one order everywhere.
files    = $(sort $(shell find $(1) -name '$(2)'))
MODEL_C := $(call files,model,*.c)
# What only the model inside the page has; WebAssembly has rules of its own (tools/report/core/core.mk).
CORE_C  := $(call files,tools/report/core,*.c)
TOOL_C  := $(filter-out $(CORE_C),$(call files,tools,*.c))
# What makes the numbers: two programs with the same sum of these give the same ones (docs/sweeps.md).
# Not the words that people read.
SUMMED  := $(filter-out model/base/words_ja.c,$(MODEL_C)) $(call files,model,*.h) $(call files,model,*.def)
LIB_O   := $(MODEL_C:%.c=$(B)/%.o)
TOOL_O  := $(TOOL_C:%.c=$(B)/%.o)
# Unit tests lie in the folders of what they test; beside those folders, what they share.
UNIT_LIB_C := $(sort $(wildcard tests/unit/*.c))
UNIT_C  := $(filter-out $(UNIT_LIB_C),$(call files,tests/unit,*.c))
TESTS   := $(UNIT_C:tests/%.c=$(B)/%)
TESTLIB := $(UNIT_LIB_C:%.c=$(B)/%.o)

all: build/panelcast

build/panelcast: build/release/panelcast
	@cp -f $< $@
ifneq ($(B),build/release)
build/release/panelcast: FORCE
	@$(MAKE) --no-print-directory MODE=release B=build/release $@
endif

$(B)/libpanelcast.a: $(LIB_O)
	@rm -f $@
	@$(AR) rcs $@ $^
$(B)/panelcast: $(TOOL_O) $(B)/libpanelcast.a
	@echo "  link $@"
	@$(COMPILE) $(TOOL_O) $(B)/libpanelcast.a $(LDFLAGS) $(LIBS) $(XLSX_LIBS) -o $@
$(B)/%.o: %.c
	@mkdir -p $(@D)
	@echo "  cc   $@"
	@$(COMPILE) $(DEFINES) -c $< -o $@
$(B)/unit/%: $(B)/tests/unit/%.o $(TESTLIB) $(B)/libpanelcast.a
	@mkdir -p $(@D)
	@echo "  link $@"
	@$(COMPILE) $< $(TESTLIB) $(B)/libpanelcast.a $(LDFLAGS) -lcunit $(LIBS) -o $@

# What the program says of itself; made anew when the commit changes.
COMMIT  := $(shell git rev-parse --short=12 HEAD 2>/dev/null || echo unknown)
MODEL_SUM := $(or $(shell LC_ALL=C sha256sum $(sort $(SUMMED)) 2>/dev/null | sha256sum 2>/dev/null | cut -c 1-16),unknown)
$(B)/commit: FORCE
	@mkdir -p $(@D)
	@echo '$(COMMIT) $(MODEL_SUM)' | cmp -s - $@ || echo '$(COMMIT) $(MODEL_SUM)' > $@
$(B)/tools/build_info.o: $(B)/commit
$(B)/tools/build_info.o: DEFINES = -DPC_VERSION='"$(VERSION)"' -DPC_COMMIT='"$(COMMIT)"' -DPC_MODEL='"$(MODEL_SUM)"' -DPC_FLAGS='"$(strip $(FLAGS))"'

# The parts of the workbook; made anew when the library comes or goes.
BOOK_O  := $(filter $(B)/tools/report/book%.o $(B)/tools/report/workbook.o,$(TOOL_O))
$(B)/xlsx: FORCE
	@mkdir -p $(@D)
	@echo '$(XLSX)' | cmp -s - $@ || echo '$(XLSX)' > $@
$(BOOK_O): $(B)/xlsx
$(BOOK_O): DEFINES = $(XLSX:yes=-DPC_XLSX)

# Recipes that build say how many jobs, unless the user did.
PARALLEL = $(if $(findstring jobserver,$(MAKEFLAGS)),,-j$(shell nproc 2>/dev/null || echo 1))
BUILD    = $(MAKE) --no-print-directory $(PARALLEL)

run:
	@sh tools/setup.sh run
	@$(BUILD) all
	@build/panelcast run scenarios/baseline.json -o out/baseline

test:
	@sh tools/setup.sh test
	@$(BUILD) all
	@$(BUILD) MODE=asan programs
	@bad=0; $(MAKE) --no-print-directory MODE=asan run-tests || bad=1; \
	PANELCAST=build/asan/panelcast sh tests/run_scripts.sh || bad=1; exit $$bad

# The test programs of one mode, and the program they test.
programs: $(TESTS) $(B)/panelcast
run-tests: programs
	@sh tests/run_units.sh $(TESTS)

# Relocatable: nothing of PREFIX is compiled in (tools/places.h).
install uninstall: export PREFIX ?= /usr/local
install uninstall: export DESTDIR ?=
install:
	@$(BUILD) all
	@sh tools/install/install.sh install
uninstall:
	@sh tools/install/install.sh uninstall

deep:
	@sh tools/setup.sh deep
	@$(BUILD) all
	@sh tests/deep.sh

VALIDATE_C := $(call files,tests/validate,*.c)
VALIDATE := $(VALIDATE_C:tests/%.c=build/release/%)
build/release/validate/%: build/release/tests/validate/%.o build/release/tests/unit/coverage.o build/release/libpanelcast.a
	@mkdir -p $(@D)
	@echo "  link $@"
	@$(COMPILE) $< build/release/tests/unit/coverage.o build/release/libpanelcast.a $(LDFLAGS) $(LIBS) -o $@
validate:
	@$(BUILD) MODE=release $(VALIDATE)
	@$(BUILD) all
	@bad=0; for t in $(VALIDATE); do echo "== $$t"; ./$$t || bad=1; done; \
	echo '== tests/validate/places.py'; python3 -B tests/validate/places.py || bad=1; exit $$bad

# The pictures of the model beside the insurance claims.
docs-places:
	@$(BUILD) all
	@python3 -B tests/validate/places.py --points build/places.csv
	@gnuplot -e "POINTS='build/places.csv'" tools/docs/places.gp

# Fuzzing: every reader, SECONDS in all, from the corpus of the repository (tests/fuzz/run.sh).
SECONDS ?= 60
FUZZ_C  := $(call files,tests/fuzz,*.c)
FUZZERS := $(patsubst tests/fuzz/%.c,build/fuzz/%,$(filter tests/fuzz/fuzz_%.c,$(FUZZ_C)))
build/fuzz/fuzz_%: build/fuzz/tests/fuzz/fuzz_%.o build/fuzz/tests/fuzz/fuzzlib.o build/fuzz/tools/saved_state.o \
    build/fuzz/tools/load.o build/fuzz/tools/places.o build/fuzz/tools/language.o build/fuzz/tools/titles.o \
    build/fuzz/libpanelcast.a
	@echo "  link $@"
	@$(COMPILE) -fsanitize=fuzzer $^ $(LDFLAGS) $(LIBS) -o $@
# That of command lines has the whole program but its main.
build/fuzz/fuzz_options: build/fuzz/tests/fuzz/fuzz_options.o build/fuzz/tests/fuzz/fuzzlib.o \
    $(patsubst %.c,build/fuzz/%.o,$(filter-out tools/panelcast.c,$(TOOL_C))) build/fuzz/libpanelcast.a
	@echo "  link $@"
	@$(COMPILE) -fsanitize=fuzzer $^ $(LDFLAGS) $(LIBS) $(XLSX_LIBS) -o $@
fuzzers: $(FUZZERS)
fuzz:
	@sh tools/setup.sh deep
	@$(BUILD) MODE=fuzz CC=clang fuzzers
	@sh tests/fuzz/run.sh $(SECONDS)

# The program in which any allocation or write can be made to fail (tests/faults/wrap.c). The libraries
# are linked in, so that their calls are wrapped as well.
WRAPPED := free malloc calloc realloc strdup strndup realpath open_memstream pthread_create vfprintf fprintf printf \
    fwrite fputs fputc putc putchar puts fflush fclose fopen open open64 write pwrite pwrite64 fsync fdatasync \
    ftruncate ftruncate64 mkdir mkdirat link linkat rename renameat renameat2 openat openat64 fdopen mkstemp posix_fallocate gsl_matrix_alloc pc_ensemble_open \
    pc_compare_run pc_fit_samples
$(B)/panelcast-faults: $(TOOL_O) $(B)/tests/faults/wrap.o $(B)/libpanelcast.a
	@echo "  link $@"
	@$(COMPILE) $(TOOL_O) $(B)/tests/faults/wrap.o $(B)/libpanelcast.a $(LDFLAGS) $(WRAPPED:%=-Wl,--wrap=%) \
	    -Wl,-Bstatic -lgsl -lgslcblas -lsqlite3 -Wl,-Bdynamic -lcjson $(XLSX_LIBS) -lm -o $@
faults:
	@sh tools/setup.sh deep
	@MOST=0 sh tests/deep/every_fault.sh
$(B)/tests/faults/wrap.o: WARN += -Wno-missing-prototypes -Wno-pedantic

cover:
	@sh tools/setup.sh test
	@$(BUILD) MODE=cover programs
	@sh tests/cover.sh

influence:
	@$(BUILD) all
	@python3 tools/docs/influence.py

build/release/bench: build/release/tests/bench/bench.o build/release/libpanelcast.a
	@echo "  link $@"
	@$(COMPILE) $< build/release/libpanelcast.a $(LDFLAGS) $(LIBS) -o $@
bench:
	@sh tools/setup.sh bench
	@$(BUILD) all
	@$(BUILD) MODE=release build/release/bench
	@sh tests/bench/bench.sh

docs-2037:
	@$(BUILD) all
	@sh tools/docs/make_2037.sh

# The page of the baseline and three comparisons, with PDF, pictures and a zip to hand on.
page: page-core
	@$(BUILD) all
	@sh tools/report/make_page.sh out/report

# What makes the page calculate: the model in WebAssembly, script and style sheet, in build/page/.
page-core:
	@sh tools/setup.sh page
	@$(BUILD) -f tools/report/core/core.mk VERSION=$(VERSION) COMMIT=$(COMMIT) MODEL_SUM=$(MODEL_SUM)

# What the page computes, and how it looks in a browser.
test-page:
	@sh tools/setup.sh page-test
	@$(BUILD) all
	@$(MAKE) --no-print-directory page-core
	@sh tests/run_scripts.sh tests/page/*

words:
	@sh tools/setup.sh words
	@sh tools/words/make_words.sh

lint:
	@sh tools/setup.sh lint
	@sh tests/lint.sh

docs:
	@$(BUILD) all
	@sh tools/docs/make_docs.sh

scenario-docs:
	@$(BUILD) all
	@python3 tools/docs/scenario_library.py

data:
	python3 -B scenarios/data/make_observations.py
	python3 -B scenarios/data/make_hospitals.py
	python3 -B scenarios/data/make_variants.py
	python3 -B scenarios/data/make_case_groups.py

calibrate-workload: all
	@build/panelcast calibrate-workload scenarios/baseline.json scenarios/data/sources/ep_workload.csv

# What each list holds, for the test that no source is left out (tests/program/lists.sh).
lists:
	@printf 'compiled %s\n' $(MODEL_C) $(TOOL_C) $(CORE_C) $(UNIT_C) $(UNIT_LIB_C) $(VALIDATE_C) $(FUZZ_C)
	@printf 'summed %s\n' $(SUMMED)

clean:
	rm -rf build
.PHONY: all install uninstall run page page-core test-page test programs run-tests deep lint cover validate fuzz fuzzers faults influence bench docs docs-2037 docs-places scenario-docs words data calibrate-workload clean FORCE
.SECONDARY:
-include $(FUZZ_C:%.c=build/fuzz/%.d) $(LIB_O:.o=.d) $(TOOL_O:.o=.d) $(UNIT_C:%.c=$(B)/%.d) $(TESTLIB:.o=.d) $(VALIDATE_C:%.c=build/release/%.d)
