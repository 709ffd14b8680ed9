import { valueFlags } from '../tree/shell-words.ts'
import type { Shell } from './shell.ts'

/** Bash: the words that are no options and no values of options name the command; what may follow it is offered. */
export const bash: Shell = {
  name: 'bash',
  install: 'source <(smarterrouter completion bash)   # in ~/.bashrc',
  script: (all) => {
    const cases = all.map(({ path, words, options }) => {
      const offered = [...words.map(({ word }) => word), ...options.map(({ flag }) => flag)]
      return `    '${path.join(' ')}') offered='${offered.join(' ')}' ;;`
    })
    const flags = valueFlags(all).join('|')
    return `_smarterrouter() {
  local current=\${COMP_WORDS[COMP_CWORD]} path='' word offered is_value=''
  COMPREPLY=()
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    if [[ $is_value ]]; then is_value=''; continue; fi
    case "$word" in
      ${flags}) is_value=1 ;;
      -*) ;;
      *) path="\${path:+$path }$word" ;;
    esac
  done
  if [[ $is_value ]]; then mapfile -t COMPREPLY < <(compgen -f -- "$current"); return; fi
  case "$path" in
${cases.join('\n')}
    *) offered='' ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$offered" -- "$current")
}
complete -F _smarterrouter smarterrouter
`
  },
}
