import { parseEnv } from 'node:util'

export interface Dotenv {
  readonly variables: Readonly<Record<string, string | undefined>>
  readonly warnings: readonly string[]
}

/** Reads the text of a `.env` file; a byte order mark and any line ends are taken. */
export function parseDotenv(text: string): Dotenv {
  const plain = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
  const cut = [...plain.matchAll(/^(?:export\s+)?(ROUTER_\w+)\s*=\s*[^\s"'`#][^\n#]*(?<=\S)#/gm)]
  return {
    variables: parseEnv(plain),
    warnings: cut.map(
      ([, name]) =>
        `${name} in .env ends before its #: put the value in quotes if # is a part of it`,
    ),
  }
}
