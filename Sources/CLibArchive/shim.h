#ifndef LECTERN_CLIBARCHIVE_SHIM_H
#define LECTERN_CLIBARCHIVE_SHIM_H
#include <archive.h>
#include <archive_entry.h>
#endif
