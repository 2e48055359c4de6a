/* folder.h - what the store needs of the file system, beyond C. Each returns 0, or -1
 * with errno, unless it says otherwise. `parent` may be AT_FDCWD. */
#ifndef PC_OUTPUT_FOLDER_FOLDER_H
#define PC_OUTPUT_FOLDER_FOLDER_H

/* Makes the parents that `path` needs, but not `path` itself. */
int pc_folder_make_parents(const char *path);

/* The path without links, `.` and `..`; NULL with errno if there is nothing there. To be
 * freed. */
char *pc_folder_real(const char *path);

/* Removes a file or a folder with all it holds; a link is removed, not followed. 0 if
 * there is none. pc_folder_remove_at: `name` in the open folder `parent`. */
int pc_folder_remove(const char *path);
int pc_folder_remove_at(int parent, const char *name);

/* The same for a folder that is open as `fd`, which is closed: needs no other
 * descriptor. */
int pc_folder_discard(int parent, const char *name, int fd);

/* Puts a folder's entries on the disk. Systems that cannot do so are not an error. */
int pc_folder_sync(const char *path);

/* Lets `path` have the file `from` as well: by a hard link, else by a copy. Fails if
 * `path` exists. */
int pc_folder_share(const char *from, const char *path);

/* The same for the file `name` of the open folder `from`, in the open folder `to`. */
int pc_folder_share_at(int from, int to, const char *name);

/* The folder `fresh` becomes `name`, both in the open folder `parent`. What was at
 * `name` is then at `fresh` or at `aside`, to be removed; on failure it is at `name` as
 * before. `may_exchange` 0 never exchanges in one step (for tests). */
int pc_folder_swap(int parent, const char *fresh, const char *name, const char *aside,
    int may_exchange);

/* --- folders with a name that nobody else has ---
 *
 * While a program builds a folder it holds a lock on it (flock), which ends with the
 * program however that ends. So a folder with such a name and without a lock was left by
 * a program that was killed, whatever its machine, container or process number was.
 * Where a file system has no locks nothing is ever taken for left. */

#define PC_OWN_LETTERS 6 /* that follow the prefix in the name */

/* Opens a folder, which may not be a link, for the functions here; -1 if it cannot. */
int pc_folder_open(int parent, const char *name);

/* Makes a new folder PREFIX + six letters (a digit and a letter by turns) in `parent`
 * and locks it. `name` has room for the prefix, PC_OWN_LETTERS and the end. Returns it
 * open; closing it ends the lock. -1 if it cannot be made. */
int pc_folder_make_own(int parent, const char *prefix, char *name);

/* Locks an open folder, waiting up to `seconds`. 1: it is ours until the descriptor is
 * closed; 0: somebody else holds it; -1: this file system has no locks. */
int pc_folder_lock(int fd, int seconds);

/* Is `name` in `parent` the open folder `fd`, and no link to it? */
int pc_folder_is(int parent, const char *name, int fd);

/* Is `name` PREFIX + six letters? */
int pc_folder_is_own(const char *name, const char *prefix);

/* Takes every folder in `parent` that is called PREFIX + six letters, is the user's own
 * and that nobody holds: removes it, or, if `become` is not NULL and there is nothing of
 * that name, gives it that name. */
void pc_folder_sweep(int parent, const char *prefix, const char *become);

/* Is the open folder a place where a file system is mounted? Such a one can neither be
 * moved nor replaced. */
int pc_folder_is_mount(int fd);

#endif
