#define _GNU_SOURCE
#include "CLibArchiveShims.h"
#include <archive_entry.h>
#include <unistd.h>

void lectern_archive_entry_make_regular(struct archive_entry *entry) {
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
}

int lectern_archive_entry_is_regular(struct archive_entry *entry) {
    return archive_entry_filetype(entry) == AE_IFREG && archive_entry_hardlink(entry) == NULL
        && archive_entry_symlink(entry) == NULL;
}

int lectern_archive_entry_is_directory(struct archive_entry *entry) {
    return archive_entry_filetype(entry) == AE_IFDIR;
}

int lectern_sync_file_system(int descriptor) { return syncfs(descriptor); }
