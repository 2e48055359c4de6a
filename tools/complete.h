/* complete.h - the words that may come next on a command line, for a shell that
 * completes them (tools/install/completion.bash). Made from the tables that the program
 * itself reads its options with. */
#ifndef PC_TOOLS_COMPLETE_H
#define PC_TOOLS_COMPLETE_H

#include "tools/command.h"

/* `words` follow the name of the program; the last is the one to complete and may be
 * empty. Prints what it may become, a line each; nothing where a file or a number goes.
 */
void pc_complete(size_t num_words, char **words, FILE *out);

#endif
