#include "CLibArchiveShims.h"
