import { type ShellWords, valueFlags } from '../tree/shell-words.ts'
import type { Shell } from './shell.ts'

/** zsh: like bash, with descriptions. */
export const zsh: Shell = {
  name: 'zsh',
  install: 'source <(smarterrouter completion zsh)   # in ~/.zshrc, after compinit',
  script: (all) => `#compdef smarterrouter
_smarterrouter() {
  local path_='' word is_value=''
  local -a offered
  for word in "\${(@)words[2,CURRENT-1]}"; do
    if [[ -n $is_value ]]; then is_value=''; continue; fi
    case "$word" in
      ${valueFlags(all).join('|')}) is_value=1 ;;
      -*) ;;
      *) path_="\${path_:+$path_ }$word" ;;
    esac
  done
  if [[ -n $is_value ]]; then _files; return; fi
  case "$path_" in
${all.map(caseOf).join('\n')}
    *) _files; return ;;
  esac
  _describe 'smarterrouter' offered
}
compdef _smarterrouter smarterrouter
`,
}

function caseOf({ path, words, options }: ShellWords): string {
  const items = [
    ...words.map(({ word, about }) => quoted(word, about)),
    ...options.map(({ flag, about }) => quoted(flag, about)),
  ]
  return `    '${path.join(' ')}') offered=(${items.join(' ')}) ;;`
}

function quoted(word: string, about: string): string {
  const text = about === '' ? word : `${word}:${about}`
  return `'${text.replaceAll("'", `'\\''`)}'`
}
