#ifndef LECTERN_CLIBARCHIVESHIMS_H
#define LECTERN_CLIBARCHIVESHIMS_H

struct archive_entry;

/* AE_IFREG is a macro with a cast, which Swift can't import. */
void lectern_archive_entry_make_regular(struct archive_entry *entry);
/* Non-zero for a plain file: no directory, link, device, socket or pipe. */
int lectern_archive_entry_is_regular(struct archive_entry *entry);
int lectern_archive_entry_is_directory(struct archive_entry *entry);

/* syncfs is a GNU extension, which Swift's Glibc module doesn't show. 0 when all is on disk, else -1 and errno. */
int lectern_sync_file_system(int descriptor);

#endif
