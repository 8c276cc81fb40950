/*
 * pmml/xml_names.c
 *	  The names in a document, each stored once.
 *
 * Two hash tables with open addressing, at most half full: names by the address
 * that libxml2's dictionary gives them, values by content.
 */
#include <string.h>

#include "base/map.h"
#include "pmml/xml_names.h"

#define FIRST_SIZE	256

/* What is known of names; all others have no flags. */
static const struct
{
	const char *name;
	unsigned	flags;
}			known[] =
{
	/* they inform people and never change a score */
	{"Extension", MLS_XML_SKIP},
	{"MiningBuildTask", MLS_XML_SKIP},
	{"ModelStats", MLS_XML_SKIP},
	{"ModelExplanation", MLS_XML_SKIP},
	{"Partition", MLS_XML_SKIP},
	{"Taxonomy", MLS_XML_SKIP},
	{"Decisions", MLS_XML_SKIP},
	{"Annotation", MLS_XML_SKIP},
	{"Timestamp", MLS_XML_SKIP},

	{"Array", MLS_XML_TEXT},
	{"Constant", MLS_XML_TEXT},
	{"row", MLS_XML_ROW},

	/* attributes: MlsPredicate.field promises to be shared */
	{"field", MLS_XML_SHARED},
	{"name", MLS_XML_SHARED},
	{"operator", MLS_XML_SHARED},
	{"booleanOperator", MLS_XML_SHARED},
	{"closure", MLS_XML_SHARED},
	{"function", MLS_XML_SHARED},
	{"dataType", MLS_XML_SHARED},
	{"optype", MLS_XML_SHARED},
	{"usageType", MLS_XML_SHARED},
	{"functionName", MLS_XML_SHARED}
};

static void *
take(MlsLoad *load, MlsXmlNames *names, size_t size)
{
	void	   *block = mls_try_alloc(load, size);

	if (!block)
		names->wanted = size;
	return block;
}

static const char *
copy(MlsLoad *load, MlsXmlNames *names, const char *bytes, size_t length)
{
	char	   *text = take(load, names, length + 1);

	if (text)
		memcpy(text, bytes, length);	/* the arena has put the 0 behind it */
	return text;
}

/* ---- names by address ---- */

static uint32_t
hash_address(const void *address)
{
	uint64_t	bits = (uint64_t) (uintptr_t) address;

	return (uint32_t) (bits * UINT64_C(0x9E3779B97F4A7C15) >> 32);
}

static MlsXmlName *
name_slot(const MlsXmlNames *names, const void *key)
{
	uint32_t	mask = names->names_size - 1;
	uint32_t	i = hash_address(key) & mask;

	while (names->names[i].key && names->names[i].key != key)
		i = (i + 1) & mask;
	return &names->names[i];
}

static bool
grow_names(MlsLoad *load, MlsXmlNames *names)
{
	MlsXmlNames old = *names;
	uint32_t	size = old.names_size ? old.names_size * 2 : FIRST_SIZE;
	MlsXmlName *bigger = take(load, names, size * sizeof(MlsXmlName));

	if (!bigger)
		return false;
	names->names = bigger;
	names->names_size = size;
	for (uint32_t i = 0; i < old.names_size; i++)
	{
		if (old.names[i].key)
			*name_slot(names, old.names[i].key) = old.names[i];
	}
	return true;
}

const MlsXmlName *
mls_xml_name(MlsLoad *load, MlsXmlNames *names, const char *name)
{
	MlsXmlName *slot;
	const char *text;

	if (names->names_size > 0)
	{
		slot = name_slot(names, name);
		if (slot->key)
			return slot;
	}
	if (names->n_names >= names->names_size / 2 && !grow_names(load, names))
		return NULL;
	text = copy(load, names, name, strlen(name));
	if (!text)
		return NULL;
	slot = name_slot(names, name);
	slot->key = name;
	slot->text = text;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
	{
		if (strcmp(known[i].name, name) == 0)
			slot->flags = known[i].flags;
	}
	names->n_names++;
	return slot;
}

/* ---- values by content ---- */

static const char **
shared_slot(const MlsXmlNames *names, const char *bytes, size_t length)
{
	uint32_t	mask = names->shared_size - 1;
	uint32_t	i = mls_hash_bytes(bytes, length) & mask;

	while (names->shared[i] &&
		   (strncmp(names->shared[i], bytes, length) != 0 || names->shared[i][length] != '\0'))
		i = (i + 1) & mask;
	return &names->shared[i];
}

static bool
grow_shared(MlsLoad *load, MlsXmlNames *names)
{
	MlsXmlNames old = *names;
	uint32_t	size = old.shared_size ? old.shared_size * 2 : FIRST_SIZE;
	const char **bigger = take(load, names, size * sizeof(char *));

	if (!bigger)
		return false;
	names->shared = bigger;
	names->shared_size = size;
	for (uint32_t i = 0; i < old.shared_size; i++)
	{
		if (old.shared[i])
			*shared_slot(names, old.shared[i], strlen(old.shared[i])) = old.shared[i];
	}
	return true;
}

const char *
mls_xml_shared(MlsLoad *load, MlsXmlNames *names, const char *bytes, size_t length)
{
	const char **slot;

	if (names->shared_size > 0)
	{
		slot = shared_slot(names, bytes, length);
		if (*slot)
			return *slot;
	}
	if (names->n_shared >= names->shared_size / 2 && !grow_shared(load, names))
		return NULL;
	slot = shared_slot(names, bytes, length);
	*slot = copy(load, names, bytes, length);
	if (*slot)
		names->n_shared++;
	return *slot;
}
