import type { InnerPath } from './given.ts'
import { isBlank } from './given.ts'

export interface Interpolated {
  readonly value: unknown
  readonly faults: readonly { readonly path: InnerPath; readonly reason: string }[]
}

type Variables = Readonly<Record<string, string | undefined>>

/** Puts variables in for `${env.NAME}` and `${env.NAME:-default}` in every text of some data. */
export function interpolate(data: unknown, variables: Variables): Interpolated {
  const faults: { path: InnerPath; reason: string }[] = []
  const walk = (value: unknown, path: InnerPath): unknown => {
    if (typeof value === 'string') {
      return replaced(value, variables, (reason) => faults.push({ path, reason }))
    }
    if (Array.isArray(value)) return value.map((item, index) => walk(item, [...path, index]))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, walk(item, [...path, key])]),
    )
  }
  return { value: walk(data, []), faults }
}

function replaced(text: string, variables: Variables, fault: (reason: string) => void): string {
  return text.replace(/\$\{[^}]*\}?/g, (whole) => {
    const [, name, fallback] = /^\$\{env\.(\w+)(?::-(.*))?\}$/s.exec(whole) ?? []
    if (name === undefined) {
      fault(`only \${env.NAME} and \${env.NAME:-default} are understood`)
      return whole
    }
    const value = isBlank(variables[name]) ? fallback : variables[name]
    if (value === undefined) fault(`the variable ${name} is not set`)
    return value ?? whole
  })
}
