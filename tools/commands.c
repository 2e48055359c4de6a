#include "tools/command.h"

const pc_command_t *const pc_commands[PC_NUM_COMMANDS] = { &pc_cmd_run, &pc_cmd_compare,
    &pc_cmd_report, &pc_cmd_plot, &pc_cmd_check, &pc_cmd_resolve, &pc_cmd_explain,
    &pc_cmd_params, &pc_cmd_rules, &pc_cmd_schema, &pc_cmd_calibrate_workload,
    &pc_cmd_milestone, &pc_cmd_sweep, &pc_cmd_merge, &pc_cmd_export, &pc_cmd_sensitivity,
    &pc_cmd_version };
