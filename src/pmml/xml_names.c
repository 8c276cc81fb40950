/*
 * pmml/xml_names.c
 *	  The names in a document, each stored once.
 *
 * A hash table with open addressing, at most half full, by the address that
 * libxml2's dictionary gives a name.
 */
#include <string.h>

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
	{"Decisions", MLS_XML_SKIP},
	{"Annotation", MLS_XML_SKIP},
	{"Timestamp", MLS_XML_SKIP},
	{"PCovMatrix", MLS_XML_SKIP},
	{"EventValues", MLS_XML_SKIP},

	{"Array", MLS_XML_TEXT},
	{"array", MLS_XML_TEXT},
	{"MatCell", MLS_XML_TEXT},
	{"Indices", MLS_XML_TEXT},
	{"INT-Entries", MLS_XML_TEXT},
	{"REAL-Entries", MLS_XML_TEXT},
	{"Constant", MLS_XML_TEXT},
	{"row", MLS_XML_ROW}
};

static void *
take(MlsLoad *load, MlsXmlNames *names, size_t size)
{
	void	   *block = mls_try_alloc(load, size);

	if (!block)
		names->wanted = size;
	return block;
}

static uint32_t
hash_address(const void *address)
{
	uint64_t	bits = (uint64_t) (uintptr_t) address;

	return (uint32_t) (bits * UINT64_C(0x9E3779B97F4A7C15) >> 32);
}

static MlsXmlName *
name_slot(const MlsXmlNames *names, const void *key)
{
	uint32_t	mask = names->size - 1;
	uint32_t	i = hash_address(key) & mask;

	while (names->names[i].key && names->names[i].key != key)
		i = (i + 1) & mask;
	return &names->names[i];
}

static bool
grow_names(MlsLoad *load, MlsXmlNames *names)
{
	MlsXmlNames old = *names;
	uint32_t	size = old.size ? old.size * 2 : FIRST_SIZE;
	MlsXmlName *bigger = take(load, names, size * sizeof(MlsXmlName));

	if (!bigger)
		return false;
	names->names = bigger;
	names->size = size;
	for (uint32_t i = 0; i < old.size; i++)
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
	size_t		length;
	char	   *text;

	if (names->size > 0)
	{
		slot = name_slot(names, name);
		if (slot->key)
			return slot;
	}
	if (names->n >= names->size / 2 && !grow_names(load, names))
		return NULL;
	length = strlen(name);
	text = take(load, names, length + 1);
	if (!text)
		return NULL;
	memcpy(text, name, length);
	slot = name_slot(names, name);
	slot->key = name;
	slot->text = text;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
	{
		if (strcmp(known[i].name, name) == 0)
			slot->flags = known[i].flags;
	}
	names->n++;
	return slot;
}
