/** One import of a source file. */
export interface SourceImport {
  /** As it is written: `./x.ts`, `zod`, `node:fs`. */
  readonly specifier: string
  /** `type`: gone once types are stripped; `apart`: a file that is named, to be run by another thread or process. */
  readonly use: 'code' | 'type' | 'apart'
}

/** The source without its comments; texts keep what looks like one. */
export function withoutComments(source: string): string {
  const kept =
    /('(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`)|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g
  return source.replace(kept, (_, text?: string) => text ?? '')
}

/** The source without what its texts say; templates keep theirs, for they hold code. */
export function withoutTexts(source: string): string {
  return source.replace(/'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g, "''")
}

/** Every file or package that a source without comments takes from elsewhere, in whatever way. */
export function importsIn(source: string): readonly SourceImport[] {
  const statements = source.matchAll(
    /^(?:import|export)\b(\s+type\b)?(?:[^'"`;()=]*?\bfrom)?\s*['"]([^'"]+)['"]/gm,
  )
  const calls = source.matchAll(
    /\b(?:import|require|import\.meta\.resolve)\s*\(\s*['"`]([^'"`]+)['"`]/g,
  )
  const files = source.matchAll(/\bnew URL\(\s*['"`](\.[^'"`]+\.[cm]?[jt]s)['"`]/g)
  const named = (
    found: Iterable<RegExpMatchArray>,
    use: SourceImport['use'],
  ): readonly SourceImport[] => [...found].map(([, specifier = '']) => ({ specifier, use }))
  return [
    ...[...statements].map(([, type, specifier = '']): SourceImport => {
      return { specifier, use: type === undefined ? 'code' : 'type' }
    }),
    ...named(calls, 'code'),
    ...named(files, 'apart'),
  ]
}

/** Imports whose target only shows at run time, so that nobody can say what they bring. */
export function computedImportsIn(source: string): readonly string[] {
  const calls = source.matchAll(/\b(?:import|require)\s*\((?!\s*(['"`])[^'"`$]+\1\s*[,)])[^)]*\)/g)
  return [...calls].map(([call]) => call)
}
