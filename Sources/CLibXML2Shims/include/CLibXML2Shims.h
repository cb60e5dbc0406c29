#ifndef LECTERN_CLIBXML2SHIMS_H
#define LECTERN_CLIBXML2SHIMS_H
#include <stddef.h>
#include <stdint.h>

/* A push of SAX events out of libxml2, with nothing of libxml2 in this header. Strings live until the call returns. */
typedef struct {
    void *context;
    /* attributes: 5 pointers each as libxml2 gives them: local name, prefix, namespace, value start, value end */
    void (*start)(void *context, const char *name, const char *name_space, int line, int attribute_count,
                  const unsigned char *const *attributes);
    void (*end)(void *context);
    void (*text)(void *context, const char *bytes, int length);
    void (*fault)(void *context, int line, const char *message);
} lectern_xml_events;

typedef enum { LECTERN_XML_OK = 0, LECTERN_XML_NOT_WELL_FORMED = 1, LECTERN_XML_DOCTYPE = 2 } lectern_xml_outcome;

/* Parses a whole document. A DOCTYPE stops the parser at its first character, before any of its declarations is read;
   the net is never touched and nothing is printed. */
lectern_xml_outcome lectern_xml_parse(const char *bytes, int length, const lectern_xml_events *events);

#endif
