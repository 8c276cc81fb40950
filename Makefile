# ml_score: in-database scoring of PMML and JSON models
#
#	make, make install, make installcheck	the extension, by PGXS, for PG_CONFIG
#	make check		set up this machine, build, run every test
#	make demo		set up this machine, build, show it at work
#	make lib		the scoring library alone: build/lib/libmlscore.a, no server
#	make unit		its unit tests; SANITIZE=1 for ASan and UBSan
#	make support		docs/support.md, from what the unit tests exercise
#	make kernels		build/lib/kernels, for bench/kernels.py
#	make check-layers	who may include whom, and what the library may call

EXTENSION = ml_score
MODULE_big = ml_score
DATA = $(wildcard sql/ml_score--*.sql)

# The scoring library, which knows nothing of PostgreSQL, and the extension.
LIB_DIRS = base ir pmml json image compile eval load
LIB_SRCS = $(sort $(wildcard $(LIB_DIRS:%=src/%/*.c)))
PG_SRCS = $(sort $(wildcard src/pg/*.c))
OBJS = $(LIB_SRCS:.c=.o) $(PG_SRCS:.c=.o)

XML2_CFLAGS := $(shell pkg-config --cflags libxml-2.0 2>/dev/null || echo -I/usr/include/libxml2)
XML2_LIBS := $(shell pkg-config --libs libxml-2.0 2>/dev/null || echo -lxml2)
TEXT_CFLAGS := $(shell pkg-config --cflags libpcre2-8 libutf8proc 2>/dev/null)
TEXT_LIBS := $(shell pkg-config --libs libpcre2-8 libutf8proc 2>/dev/null || echo -lpcre2-8 -lutf8proc)
LIB_LIBS = $(XML2_LIBS) -lcjson $(TEXT_LIBS) -lm

# The same row must give the same score in every build: no contraction of
# a*b+c into an FMA, which rounds once instead of twice.
EXACT_CFLAGS = -std=gnu11 -ffp-contract=off
DEP_CFLAGS = -MMD -MP

# Every topic of sql/ is a regression test; the extension's scripts are not.
REGRESS = $(filter-out ml_score--%,$(patsubst sql/%.sql,%,$(sort $(wildcard sql/*.sql))))
REGRESS_OPTS = --load-extension=ml_score --encoding=UTF8 --no-locale
ISOLATION = $(patsubst src/test/isolation/specs/%.spec,%,$(sort $(wildcard src/test/isolation/specs/*.spec)))
ISOLATION_OPTS = --inputdir=src/test/isolation --load-extension=ml_score --encoding=UTF8 --no-locale
PROVE_TESTS = $(sort $(wildcard src/test/t/*.pl))
ifneq ($(PROVE_TESTS),)
TAP_TESTS = 1
endif

PG_CPPFLAGS = -Isrc $(XML2_CFLAGS) $(TEXT_CFLAGS)
PG_CFLAGS = $(EXACT_CFLAGS) $(DEP_CFLAGS) -Wno-declaration-after-statement
SHLIB_LINK = $(LIB_LIBS)

# Calls inside the module are bound when it is linked, not looked up by name in
# each new connection that loads it.
ifeq ($(shell uname -s),Linux)
SHLIB_LINK += -Wl,-Bsymbolic-functions
endif
EXTRA_CLEAN = build $(OBJS:.o=.d) $(wildcard src/*/*.gcda src/*/*.gcno)

# Bitcode lets the server's JIT inline C functions into expressions.  A score is
# a walk through a model, far more than is ever inlined, and bitcode would need
# the very clang that the server was built with.  Ask for it with with_llvm=yes.
ifneq ($(origin with_llvm),command line)
override with_llvm = no
endif

# These need no server, or not yet: on a bare machine there is no pg_config.
BARE_GOALS = check demo bench lib kernels unit unit-build support check-layers check-symbols
ifneq ($(filter-out $(BARE_GOALS),$(or $(MAKECMDGOALS),all)),)

PG_CONFIG ?= pg_config
PGXS := $(shell $(PG_CONFIG) --pgxs)
ifeq ($(PGXS),)
$(error $(PG_CONFIG) does not run: install a PostgreSQL server with its development files, or name yours with PG_CONFIG=.  "make check" does both on Debian)
endif
include $(PGXS)

# The library's symbols stay inside the module, so that its calls are direct and
# meet nobody else's symbols of the same name.
$(LIB_SRCS:.c=.o): override CFLAGS += -fvisibility=hidden

# Objects for another server or with other flags are not the same objects.
build/flags: FORCE
	@mkdir -p build
	@echo '$(VERSION) $(CC) $(CPPFLAGS) $(CFLAGS)' | cmp -s - $@ || \
		echo '$(VERSION) $(CC) $(CPPFLAGS) $(CFLAGS)' > $@
$(OBJS): build/flags

-include $(wildcard $(OBJS:.o=.d))
endif

include src/test/unit/unit.mk

.PHONY: FORCE
FORCE:

# PGXS has a target "check" that says it does not know how.
ifneq ($(filter bench,$(MAKECMDGOALS)),)
.PHONY: bench
bench:
	@PG_CONFIG='$(PG_CONFIG)' exec bench/run.sh
endif
ifneq ($(filter check demo,$(MAKECMDGOALS)),)
.PHONY: check demo
check demo:
	@PG_CONFIG='$(PG_CONFIG)' exec tools/$@.sh
endif

.PHONY: check-layers check-symbols
check-layers: check-symbols
	@tools/check-layers.sh
check-symbols: lib
	@tools/check-symbols.sh $(UNIT_DIR) $(LIB_DIRS)
