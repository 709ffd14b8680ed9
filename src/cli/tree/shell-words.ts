import type { Command, Help } from 'commander'

/** What may follow one command on the command line. */
export interface ShellWords {
  /** The names of the command and those above it, without the program's. */
  readonly path: readonly string[]
  readonly words: readonly { readonly word: string; readonly about: string }[]
  readonly options: readonly {
    readonly flag: string
    readonly about: string
    readonly takesValue: boolean
  }[]
}

/** Every command of a program with what may follow it, the program itself first. */
export function shellWords(program: Command): readonly ShellWords[] {
  return walk(program, [], program.createHelp())
}

/** The options, of whichever command, that the next word is the value of. */
export function valueFlags(all: readonly ShellWords[]): readonly string[] {
  const options = all.flatMap((command) => command.options)
  return [...new Set(options.filter((one) => one.takesValue).map(({ flag }) => flag))]
}

function walk(command: Command, path: readonly string[], help: Help): readonly ShellWords[] {
  const below = command.commands
  const choices = command.registeredArguments.flatMap((one) => one.argChoices ?? [])
  const own: ShellWords = {
    path,
    words: [
      ...below.map((sub) => ({ word: sub.name(), about: sub.description() })),
      ...choices.map((word) => ({ word, about: '' })),
    ],
    options: help.visibleOptions(command).map(({ long, short, description, required }) => ({
      flag: long ?? short ?? '',
      about: description,
      takesValue: required,
    })),
  }
  return [own, ...below.flatMap((sub) => walk(sub, [...path, sub.name()], help))]
}
