# Completion of panelcast's command line in bash. The program itself says which words fit, so this
# file knows none.
_panelcast() {
    local words=() last= part before IFS=$'\n'
    # Readline takes NAME=VALUE for three words, and replaces the part at the cursor alone.
    for part in "${COMP_WORDS[@]:1:COMP_CWORD}"; do
        if [ ${#words[@]} -gt 0 ] && { [ "$part" = = ] || [ "$last" = = ]; }; then
            words[${#words[@]} - 1]+=$part
        else
            words+=("$part")
        fi
        last=$part
    done
    before=${words[${#words[@]} - 1]}
    [ "$last" = = ] || before=${before%"$last"}
    COMPREPLY=($("$1" complete "${words[@]}" 2>/dev/null))
    COMPREPLY=("${COMPREPLY[@]#"$before"}")
    # A value follows the sign at once.
    case ${COMPREPLY[0]-} in *=) compopt -o nospace ;; esac
}
complete -o bashdefault -o default -F _panelcast panelcast
