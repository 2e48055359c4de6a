/* folder.h - what the store needs of the file system, beyond C. Each returns 0, or -1
 * with errno. */
#ifndef PC_OUTPUT_FOLDER_H
#define PC_OUTPUT_FOLDER_H

/* Makes the parents that `path` needs, but not `path` itself. */
int pc_folder_make_parents(const char *path);

/* The path without links, `.` and `..`; NULL with errno if there is nothing there. To be
 * freed. */
char *pc_folder_real(const char *path);

/* Removes a file or a folder with all it holds; a link is removed, not followed. 0 if
 * there is none. */
int pc_folder_remove(const char *path);

/* Puts a folder's entries on the disk. Systems that cannot do so are not an error. */
int pc_folder_sync(const char *path);

/* Lets `path` have the file `from` as well: by a hard link, else by a copy. Fails if
 * `path` exists. */
int pc_folder_share(const char *from, const char *path);

/* The folder at `fresh` becomes `dir`. What was at `dir` is then at `fresh` or at
 * `aside`, to be removed; on failure it is at `dir` as before. `may_exchange` 0 never
 * exchanges in one step (for tests). */
int pc_folder_swap(
    const char *fresh, const char *dir, const char *aside, int may_exchange);

#endif
