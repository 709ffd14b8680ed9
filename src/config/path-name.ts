import type { InnerPath } from './given.ts'

/** A path for people: `backends[0].headers["X-Key"]`. */
export function pathName(start: string, inner: InnerPath): string {
  return inner.reduce<string>((path, key) => {
    if (typeof key === 'number') return `${path}[${key}]`
    const name = String(key)
    if (!/^[\w-]+$/.test(name)) return `${path}[${JSON.stringify(name)}]`
    return path === '' ? name : `${path}.${name}`
  }, start)
}
