/** Where a value comes from, weakest first. */
export type Source = 'default' | 'file' | '.env' | 'environment' | 'flag'

/** Steps into a composite value. */
export type InnerPath = readonly PropertyKey[]

/** A value that one source gives a setting, not yet checked. */
export interface Given {
  readonly path: string
  readonly raw: unknown
  readonly source: Exclude<Source, 'default'>
  /** Where the part at `inner` is written; of its key when `ofKey`. */
  where(inner: InnerPath, ofKey: boolean): string
  /** The part at `inner` as it was written, before anything was put in for `${env.X}`. */
  written(inner: InnerPath): unknown
}

/** Follows a path into data; undefined when it leads nowhere. */
export function valueAt(data: unknown, path: InnerPath): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? Reflect.get(value, key)
        : undefined,
    data,
  )
}

/** Nothing was written there: the next weaker source speaks. */
export function isBlank(value: unknown): value is undefined | null | string {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
}
