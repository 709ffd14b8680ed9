import { sideOf, stemOf } from './split.ts'

/** The prompts of one track, by the side that they are on. */
export interface LeakageSource {
  readonly name: string
  readonly train: readonly string[]
  readonly test: readonly string[]
  /** Prompts left out since an earlier one has the same words. */
  readonly duplicates: number
}

/** What the two sides of a track share. */
export interface LeakageRow {
  readonly track: string
  readonly train: number
  readonly test: number
  /** Questions of its test side that are on its own train side, and on that of any track. */
  readonly shared: number
  readonly shared_with_any: number
  readonly duplicates: number
}

/** Both sides of a track by the folds of its prompts. */
export function leakageSource(
  name: string,
  rows: readonly { readonly text: string; readonly fold: number }[],
  duplicates: number,
): LeakageSource {
  const side = (which: string): readonly string[] =>
    rows.filter(({ fold }) => sideOf(fold) === which).map(({ text }) => text)
  return { name, train: side('train'), test: side('test'), duplicates }
}

/** Counts the question stems that stand on both sides. */
export function leakage(sources: readonly LeakageSource[]): readonly LeakageRow[] {
  const sides = sources.map((source) => ({
    source,
    train: new Set(source.train.map(stemOf)),
    test: new Set(source.test.map(stemOf)),
  }))
  const any = new Set(sides.flatMap(({ train }) => [...train]))
  return sides.map(({ source, train, test }) => ({
    track: source.name,
    train: source.train.length,
    test: source.test.length,
    shared: [...test].filter((stem) => train.has(stem)).length,
    shared_with_any: [...test].filter((stem) => any.has(stem)).length,
    duplicates: source.duplicates,
  }))
}
