/* signals.c - stopping in good order. */
#include "tools/command.h"

#include <signal.h>
#include <string.h>

static pc_interrupt_t interrupted;

static void
on_signal(int number)
{
    (void) number;
    interrupted = 1;
}

/* What the caller ignores (nohup) stays ignored. */
const pc_interrupt_t *
pc_watch_signals(void)
{
    static const int watched[] = { SIGINT, SIGTERM, SIGHUP };
    struct sigaction action, before;
    memset(&action, 0, sizeof(action));
    action.sa_handler = on_signal;
    sigemptyset(&action.sa_mask);
    for (size_t k = 0; k < sizeof(watched) / sizeof(watched[0]); k++) {
        if (sigaction(watched[k], NULL, &before) == 0 && before.sa_handler != SIG_IGN) {
            sigaction(watched[k], &action, NULL);
        }
    }
    return &interrupted;
}
