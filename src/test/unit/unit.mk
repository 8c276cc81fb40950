# The scoring library by itself and its unit tests: no server header is in the
# include path here, so that a build of it also proves the layers.
#
# Included by the Makefile at the top, which says what LIB_SRCS are.

# A sanitized build is another build: its own folder, nothing shared.
ifdef SANITIZE
UNIT_DIR = build/lib-sanitize
SANITIZE_CFLAGS = -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
else
UNIT_DIR = build/lib
endif

LIB_CC = $(CC)
LIB_CFLAGS ?= -O2 -g
LIB_WARNINGS = -Wall -Wextra -Wno-unused-parameter -Wvla -Wmissing-prototypes -Wpointer-arith \
	-Wimplicit-fallthrough=3 -Wformat-security -Wmissing-format-attribute
LIB_ALL_CFLAGS = $(EXACT_CFLAGS) $(LIB_WARNINGS) $(LIB_CFLAGS) $(SANITIZE_CFLAGS) $(COPT) $(DEP_CFLAGS)

UNIT_SRCS = $(sort $(wildcard src/test/unit/*.c))
LIB_OBJS = $(LIB_SRCS:src/%.c=$(UNIT_DIR)/%.o)
UNIT_OBJS = $(UNIT_SRCS:src/%.c=$(UNIT_DIR)/%.o)

.PHONY: lib unit unit-build
lib: $(UNIT_DIR)/libmlscore.a
unit-build: $(UNIT_DIR)/unit

# UNIT='word ...' runs the tests whose file or name holds one of the words
unit: $(UNIT_DIR)/unit
	@$(UNIT_DIR)/unit $(UNIT)

$(UNIT_DIR)/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(LIB_CC) $(LIB_ALL_CFLAGS) $(LIB_OBJS)' | cmp -s - $@ || echo '$(LIB_CC) $(LIB_ALL_CFLAGS) $(LIB_OBJS)' > $@

# Only the PMML reader is given libxml2's headers, only base/ those of PCRE2 and utf8proc.
$(UNIT_DIR)/pmml/%.o: LIB_FOREIGN_CFLAGS = $(XML2_CFLAGS)
$(UNIT_DIR)/base/%.o: LIB_FOREIGN_CFLAGS = $(TEXT_CFLAGS)
$(UNIT_DIR)/test/%.o: LIB_FOREIGN_CFLAGS = $(XML2_CFLAGS)
$(UNIT_DIR)/%.o: src/%.c $(UNIT_DIR)/flags
	@mkdir -p $(@D)
	$(LIB_CC) -Isrc $(LIB_FOREIGN_CFLAGS) $(LIB_ALL_CFLAGS) -c -o $@ $<

# made anew, so that a file that has left the tree leaves the library
$(UNIT_DIR)/libmlscore.a: $(LIB_OBJS) $(UNIT_DIR)/flags
	@rm -f $@
	$(AR) rcs $@ $(LIB_OBJS)

# exercised.c stands between the PMML reader and what it reads from
EXERCISED = mls_xml_parse mls_xml_get mls_read_pmml mls_problem
ifeq ($(shell uname -s),Linux)
EXERCISED_LDFLAGS = $(EXERCISED:%=-Wl,--wrap=%)
endif

$(UNIT_DIR)/unit: $(UNIT_OBJS) $(UNIT_DIR)/libmlscore.a
	$(LIB_CC) $(SANITIZE_CFLAGS) $(EXERCISED_LDFLAGS) -o $@ $(UNIT_OBJS) $(UNIT_DIR)/libmlscore.a $(LIB_LIBS)

# what of PMML the tests exercise
.PHONY: support
support: $(UNIT_DIR)/unit
	@rm -f build/exercised build/exercised.matters
	@MLS_EXERCISED=build/exercised $(UNIT_DIR)/unit > build/exercised.log || (grep -B9 '^not ok' build/exercised.log; exit 1)
	@python3 tools/support.py build/exercised

# what the kernels take by themselves: for bench/kernels.py
.PHONY: kernels
kernels: $(UNIT_DIR)/kernels
$(UNIT_DIR)/kernels: bench/kernels.c $(UNIT_DIR)/libmlscore.a
	$(LIB_CC) -Isrc $(LIB_ALL_CFLAGS) -o $@ $< $(UNIT_DIR)/libmlscore.a $(LIB_LIBS)

-include $(wildcard $(LIB_OBJS:.o=.d) $(UNIT_OBJS:.o=.d))
