/** A record with one value per key, which `Object.fromEntries` cannot type. */
export function recordOf<K extends string, V>(
  keys: readonly K[],
  pick: (key: K) => V,
): Readonly<Record<K, V>> {
  return Object.fromEntries(keys.map((key) => [key, pick(key)])) as Record<K, V>
}
