import type { Random } from './seeded-random.ts'

/** The items in a random order; the first `count` of them are a fair draw without replacement. */
export function shuffled<T>(items: readonly T[], random: Random, count = items.length): T[] {
  const order = [...items]
  for (let at = 0; at < Math.min(count, order.length); at += 1) {
    const other = at + Math.floor(random() * (order.length - at))
    const moved = order[at] as T
    order[at] = order[other] as T
    order[other] = moved
  }
  return order.slice(0, count)
}
