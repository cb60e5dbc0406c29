#include "CLibXML2Shims.h"
#include <libxml/xmlversion.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>
#include <pthread.h>
#include <string.h>

typedef struct {
    const lectern_xml_events *events;
    xmlParserCtxtPtr parser;
    int doctype;
} state;

static int line_of(state *s) { return s->parser->input ? s->parser->input->line : 0; }

static void on_start(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int namespace_count,
                     const xmlChar **namespaces, int attribute_count, int defaulted, const xmlChar **attributes) {
    (void)prefix; (void)namespace_count; (void)namespaces; (void)defaulted;
    state *s = ctx;
    s->events->start(s->events->context, (const char *)name, (const char *)uri, line_of(s), attribute_count,
                     (const unsigned char *const *)attributes);
}

static void on_end(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
    (void)name; (void)prefix; (void)uri;
    state *s = ctx;
    s->events->end(s->events->context);
}

static void on_text(void *ctx, const xmlChar *text, int length) {
    state *s = ctx;
    s->events->text(s->events->context, (const char *)text, length);
}

static void on_doctype(void *ctx, const xmlChar *name, const xmlChar *external, const xmlChar *system) {
    (void)name; (void)external; (void)system;
    state *s = ctx;
    s->doctype = 1;
    xmlStopParser(s->parser);
}

static void on_error(void *ctx, xmlErrorPtr error) {
    state *s = ctx;
    if (s && error && error->level >= XML_ERR_ERROR)
        s->events->fault(s->events->context, error->line, error->message ? error->message : "");
}

static xmlParserInputPtr no_external(const char *url, const char *id, xmlParserCtxtPtr parser) {
    (void)url; (void)id; (void)parser;
    return NULL;
}

static void silent(void *ctx, const char *message, ...) { (void)ctx; (void)message; }

static void prepare(void) {
    xmlInitParser();
    xmlSetExternalEntityLoader(no_external);
    xmlSetGenericErrorFunc(NULL, silent);
}

lectern_xml_outcome lectern_xml_parse(const char *bytes, int length, const lectern_xml_events *events) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, prepare);
    xmlParserCtxtPtr parser = xmlCreateMemoryParserCtxt(bytes, length);
    if (!parser) return LECTERN_XML_NOT_WELL_FORMED;
    xmlCtxtUseOptions(parser, XML_PARSE_NONET);

    state s = {events, parser, 0};
    xmlSAXHandler handler;
    memset(&handler, 0, sizeof handler);
    handler.initialized = XML_SAX2_MAGIC;
    handler.startElementNs = on_start;
    handler.endElementNs = on_end;
    handler.characters = on_text;
    handler.ignorableWhitespace = on_text;
    handler.cdataBlock = on_text;
    handler.internalSubset = on_doctype;
    handler.serror = on_error;

    xmlSAXHandlerPtr own = parser->sax;
    parser->sax = &handler;
    parser->userData = &s;
    xmlParseDocument(parser);
    int well_formed = parser->wellFormed && parser->errNo == XML_ERR_OK;
    parser->sax = own;
    if (parser->myDoc) { xmlFreeDoc(parser->myDoc); parser->myDoc = NULL; }
    xmlFreeParserCtxt(parser);
    if (s.doctype) return LECTERN_XML_DOCTYPE;
    return well_formed ? LECTERN_XML_OK : LECTERN_XML_NOT_WELL_FORMED;
}
