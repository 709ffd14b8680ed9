import type { Shell } from './shell.ts'

/** Bash: words are collected without options, and the longest path of commands that they begin with counts. */
export const bash: Shell = {
  name: 'bash',
  install: 'source <(smarterrouter completion bash)   # in ~/.bashrc',
  script: (all) => {
    const cases = all.map(({ path, words, options }) => {
      const offered = [...words.map(({ word }) => word), ...options.map(({ flag }) => flag)]
      return `    '${path.join(' ')}') offered='${offered.join(' ')}' ;;`
    })
    const values = [
      ...new Set(all.flatMap(({ options }) => options.filter((one) => one.takesValue))),
    ]
    const flags = [...new Set(values.map(({ flag }) => flag))]
    return `_smarterrouter() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} path='' word offered
  COMPREPLY=()
  case "$previous" in
    ${flags.join('|')}) mapfile -t COMPREPLY < <(compgen -f -- "$current"); return ;;
  esac
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    [[ $word == -* ]] || path="\${path:+$path }$word"
  done
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
