package dev.wgmesh.command;

import java.util.Locale;

/** The script that makes a shell complete the command lines of wg-mesh, by {@code complete}. */
enum CompletionScript {
    BASH(
            """
            # bash completion for wg-mesh: wg-mesh completion bash
            _wg_mesh() {
                local line=${COMP_LINE:0:COMP_POINT} words word meaning
                read -ra words <<<"$line"
                [[ $line != *[[:space:]] ]] || words+=('')
                local typed=${words[-1]} cut=
                # What bash replaces begins behind the last of these characters.
                case $typed in
                    *=*) [[ $COMP_WORDBREAKS != *=* ]] || cut=${typed%"${typed##*=}"} ;;
                esac
                COMPREPLY=()
                while IFS=$'\\t' read -r word meaning; do
                    if [[ $word == ':files '* ]]; then
                        local prefix=${word#:files }
                        compopt -o filenames 2>/dev/null
                        while IFS= read -r word; do
                            COMPREPLY+=("${prefix#"$cut"}$word")
                        done < <(compgen -f -- "${typed#"$prefix"}")
                    else
                        [[ $word != *= ]] || compopt -o nospace 2>/dev/null
                        COMPREPLY+=("${word#"$cut"}")
                    fi
                done < <("${words[0]}" complete "${words[@]:1}" 2>/dev/null)
            }
            complete -o nosort -F _wg_mesh wg-mesh
            """),
    ZSH(
            """
            #compdef wg-mesh
            # zsh completion for wg-mesh: wg-mesh completion zsh
            _wg_mesh() {
                local line word typed=$words[CURRENT] prefix= files=
                local -a plain open
                for line in "${(@f)$("$words[1]" complete "${(@Q)words[2,CURRENT]}" 2>/dev/null)}"; do
                    word=${line%%$'\\t'*}
                    if [[ $word == ':files '* ]]; then
                        files=yes prefix=${word#:files }
                    elif [[ $word == *= ]]; then
                        open+=("$word")
                    elif [[ -n $word ]]; then
                        word=${word//:/\\\\:}
                        [[ $line != *$'\\t'* ]] || word+=:${line#*$'\\t'}
                        plain+=("$word")
                    fi
                done
                (( $#plain )) && _describe -V wg-mesh plain
                (( $#open )) && compadd -S '' -a open
                if [[ -n $files ]]; then
                    [[ -z $prefix ]] || compset -P '*='
                    _files
                fi
            }
            if [[ $funcstack[1] == _wg-mesh ]]; then
                _wg_mesh "$@"
            else
                compdef _wg_mesh wg-mesh
            fi
            """),
    FISH(
            """
            # fish completion for wg-mesh: wg-mesh completion fish
            function __wg_mesh_complete
                set -l words (commandline -opc)
                set -l typed (commandline -ct)
                for line in ($words[1] complete $words[2..-1] "$typed" 2>/dev/null)
                    if string match -q ':files *' -- $line
                        set -l prefix (string sub -s 8 -- $line)
                        set -l name (string replace -- "$prefix" '' "$typed")
                        for file in (__fish_complete_path "$name")
                            printf '%s%s\\n' $prefix $file
                        end
                    else
                        printf '%s\\n' $line
                    end
                end
            end
            complete -c wg-mesh -f -k -a '(__wg_mesh_complete)'
            """);

    private final String text;

    CompletionScript(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    /** Returns the name of the shell, as it is given. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
