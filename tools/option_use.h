/* option_use.h - options that a command takes, and would not read as it is called. */
#ifndef PC_TOOLS_OPTION_USE_H
#define PC_TOOLS_OPTION_USE_H

#include "tools/command.h"

/* Is the option of this code given? */
int pc_is_given(const pc_options_t *self, int code);

/* Takes note that it is. 1 if it was before, and only one value of it can be read. */
int pc_note_given(pc_options_t *self, int code, int has_value);

/* What is wrong if an option that asks for something would do nothing: a whole sentence
 * in `text`, in the language of the command. 1 if there is such an option, else 0. */
int pc_find_unread(
    const pc_options_t *self, const pc_command_t *command, char *text, size_t size);

#endif
