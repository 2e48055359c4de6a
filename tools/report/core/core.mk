# core.mk - the model of the page: this C code in WebAssembly, build/page/core.wasm.
#
#   make -f tools/report/core/core.mk VERSION=... COMMIT=... MODEL_SUM=...      (make page-core says them)
#
# Only Debian's packages: clang, lld, wasi-libc, libclang-rt-14-dev-wasm32; cJSON and GSL as sources (fetch.sh). Built
# anew it has the same bytes: paths are relative, and no host header is reached (-nostdlibinc).
P       := build/page
CLANG   ?= clang
LINK    := --target=wasm32-wasi -msimd128
TARGET  := $(LINK) -nostdlibinc -isystem /usr/include/wasm32-wasi
# The same numeric rules as in the Makefile. signal.h is there for a type; nothing is ever signalled.
OWN     := $(TARGET) -O3 -std=c11 -D_POSIX_C_SOURCE=200809L -ffp-contract=off -D_WASI_EMULATED_SIGNAL \
           -Wall -Wextra -Werror -Imodel -I. -Itools/report/core/wasi -I$(P)/lib/include -ffunction-sections -MMD -MP
THEIRS  := $(TARGET) -O3 -ffp-contract=off -w -ffunction-sections

sources  = $(sort $(shell find $(1) -name '*.c'))
# All of the model but what needs SQLite, a file system that others see, or mmap.
MODEL_C := $(filter-out model/analysis/sweep/store/% model/analysis/compare/compare.c model/output/folder/store.c model/output/folder/destination.c \
           model/output/folder/pictures.c model/output/folder/aside.c model/output/folder/folder.c model/analysis/ensemble/spill.c,$(call sources,model))
OWN_C   := $(MODEL_C) $(wildcard tools/report/core/*.c) tools/report/chart.c tools/report/text.c \
           tools/record.c tools/titles.c tools/language.c tools/build_info.c
OWN_O   := $(OWN_C:%.c=$(P)/core/%.o)
GSL_C   := $(shell cat tools/report/core/gsl/files.txt)
LIB_O   := $(GSL_C:%.c=$(P)/core/gsl/%.o) $(P)/core/cJSON.o

$(P)/core.wasm: $(OWN_O) $(LIB_O)
	@echo "  link $@"
	@rm -f $(P)/core/lib.a && llvm-ar rcs $(P)/core/lib.a $(OWN_O) $(LIB_O)
	@$(CLANG) $(LINK) -mexec-model=reactor -Wl,--gc-sections -Wl,--strip-all -Wl,-z,stack-size=1048576 \
	    $(P)/core/tools/report/core/door.o $(P)/core/tools/report/core/explore.o $(P)/core/tools/report/core/folder.o $(P)/core/lib.a -o $@

# What a page carries: script and style sheet in one file each, the model packed. All three are the same bytes when they are
# built anew.
all: $(P)/explorer.js $(P)/explorer.css $(P)/core.b64
.DEFAULT_GOAL := all
SCRIPT := --bundle --loader:.csv=text --minify --charset=utf8 --target=es2020 --log-level=warning
$(P)/explorer.js: $(wildcard tools/report/page/*.js) plots/tiles.csv
	@mkdir -p $(@D)
	@echo "  page $@"
	@esbuild tools/report/page/main.js --format=iife $(SCRIPT) --outfile=$@
$(P)/explorer.css: tools/report/page/explorer.css
	@mkdir -p $(@D)
	@echo "  page $@"
	@esbuild $< $(SCRIPT) --outfile=$@
$(P)/core.b64: $(P)/core.wasm
	@echo "  page $@"
	@gzip -9n <$< | base64 -w 0 >$@

$(P)/lib/done: tools/report/core/sources.txt tools/report/core/fetch.sh
	@echo '  get  cJSON and GSL as sources'
	@sh tools/report/core/fetch.sh $(P)/lib
$(OWN_O) $(LIB_O): $(P)/lib/done tools/report/core/core.mk
$(P)/core/gsl/%.o: $(P)/lib/gsl/%.c
	@mkdir -p $(@D)
	@$(CLANG) $(THEIRS) -DHAVE_CONFIG_H -Itools/report/core/gsl -I$(P)/lib/include -I$(P)/lib/gsl -c $< -o $@
$(P)/core/cJSON.o: $(P)/lib/done
	@mkdir -p $(@D)
	@$(CLANG) $(THEIRS) -I$(P)/lib/include -c $(P)/lib/cjson/cJSON.c -o $@
$(P)/core/%.o: %.c
	@mkdir -p $(@D)
	@echo "  wasm $@"
	@$(CLANG) $(OWN) $(DEFINES) -c $< -o $@
# What the model says of itself; made anew when it changes.
$(P)/core/facts: FORCE
	@mkdir -p $(@D)
	@echo '$(VERSION) $(COMMIT) $(MODEL_SUM)' | cmp -s - $@ || echo '$(VERSION) $(COMMIT) $(MODEL_SUM)' > $@
$(P)/core/tools/build_info.o: $(P)/core/facts
$(P)/core/tools/build_info.o: DEFINES = -DPC_VERSION='"$(VERSION)"' -DPC_COMMIT='"$(COMMIT)"' \
    -DPC_MODEL='"$(MODEL_SUM)"' -DPC_FLAGS='"wasm32-wasi"'
$(P)/lib/gsl/%.c: $(P)/lib/done ;
FORCE:
.PHONY: FORCE
.SECONDARY:
-include $(OWN_O:.o=.d)
