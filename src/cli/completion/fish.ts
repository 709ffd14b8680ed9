import type { ShellWords } from '../tree/shell-words.ts'
import type { Shell } from './shell.ts'

/** fish: one line for each word and option, under the condition that its command was typed. */
export const fish: Shell = {
  name: 'fish',
  install: 'smarterrouter completion fish | source   # in ~/.config/fish/config.fish',
  script: (all) => `complete -c smarterrouter -f
${all.flatMap((command) => linesOf(command, all)).join('\n')}
`,
}

function linesOf(command: ShellWords, all: readonly ShellWords[]): readonly string[] {
  const when = conditionOf(command, all)
  return [
    ...command.words.map(({ word, about }) => `${when} -a ${word}${described(about)}`),
    ...command.options.map(({ flag, about, takesValue }) => {
      const file = takesValue ? ' -r -F' : ''
      return `${when} -l ${flag.replace(/^--/, '')}${file}${described(about)}`
    }),
  ]
}

function conditionOf({ path, words }: ShellWords, all: readonly ShellWords[]): string {
  if (path.length === 0) return `complete -c smarterrouter -n __fish_use_subcommand`
  const seen = path.map((name) => `__fish_seen_subcommand_from ${name}`)
  const isGroup = all.some((other) => other.path.length > path.length && other.path[0] === path[0])
  const not = isGroup
    ? [`not __fish_seen_subcommand_from ${words.map(({ word }) => word).join(' ')}`]
    : []
  return `complete -c smarterrouter -n '${[...seen, ...not].join('; and ')}'`
}

function described(about: string): string {
  if (about === '') return ''
  return ` -d '${about.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
