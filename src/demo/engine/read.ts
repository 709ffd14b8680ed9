/** The value if it is text. */
export function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** The value if it is a number. */
export function asNumber(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}

/** The value if it is a list, else an empty one. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** The value if it is an object, else an empty one; its members may be anything. */
export function asObject<T extends object>(
  value: unknown,
): {
  readonly [K in keyof T]?: unknown
} {
  return typeof value === 'object' && value !== null ? value : {}
}
