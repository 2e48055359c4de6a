/* notices.h - what plots/draw.sh has to say, in the language of the command. */
#ifndef PC_TOOLS_PLOT_NOTICES_H
#define PC_TOOLS_PLOT_NOTICES_H

#include <stddef.h>

/* The line that is being read. Begin with zeros. */
typedef struct {
    char text[4096];
    size_t length;
} pc_notices_t;

/* Reads what is there from `fd`, which plots/draw.sh has as its descriptor 3, and says
 * every line of it on stderr: a sentence and its parts, each ended by the byte 31. 0 if
 * that was the end. */
int pc_notices_take(pc_notices_t *self, int fd);

#endif
