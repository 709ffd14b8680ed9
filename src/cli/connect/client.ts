/** What a client must know of the router. */
export interface RouterLink {
  /** Origin, without `/v1`. */
  readonly base: string
  readonly model: string
  /** A name under which a client's small tasks are known as such; the same as `model` where no such name is routed. */
  readonly smallModel: string
  /** The key to show or to write; any text where the router asks for none. */
  readonly key: string
}

/** One of these per file in `connect/`: a program that can use the router. */
export interface Client {
  readonly name: string
  readonly title: string
  /** What is to be set, by its name in that program. */
  settings(link: RouterLink): Readonly<Record<string, string>>
  /** Where and how, one line each. */
  readonly steps: readonly string[]
  /** The path of the router's API that it needs. */
  readonly needs: string
  /** Its own settings, where they lie in a file that can be written. */
  readonly file?: ClientFile
  /** What is set already and keeps it from using the router; `file` is the text of its own settings. */
  rivals?(file: string | undefined, env: Variables): readonly Rival[]
}

export type Variables = Readonly<Record<string, string | undefined>>

/** A setting that a client heeds before the router's. */
export interface Rival {
  readonly name: string
  readonly where: 'file' | 'environment'
}

export interface ClientFile {
  /** Below the user's home. */
  readonly path: readonly string[]
  /** The file's new text, everything else in it kept. Throws a UsageError when `before` is not what it should be. */
  merge(before: string | undefined, link: RouterLink): string
}
