/* places.h - where the program finds what is installed beside it.
 *
 * The data folder holds plots/ and scenarios/. It is the one that PANELCAST_DATA names;
 * or share/panelcast beside the folder of the program, as `make install` lays it; or,
 * for a program in build/ or a folder of it, the source tree. Nothing is compiled in, so
 * an installed tree may be moved as a whole. */
#ifndef PC_TOOLS_PLACES_H
#define PC_TOOLS_PLACES_H

#include <stddef.h>

/* Writes the data folder to `folder`. Without one, it returns -1 and `folder` is what
 * PANELCAST_DATA says, or empty. */
int pc_data_folder(char *folder, size_t size);

/* If `name` is not there, and is the name of a shipped scenario or design, with or
 * without `scenarios/` before it and `.json` after it: says on stderr where that lies.
 */
void pc_hint_shipped(const char *name);

#endif
