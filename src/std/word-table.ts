const MULTIPLIER = 0x9e3779b1
/** Slots for each word: with so few taken, most words that are not in the table meet an empty one at once. */
const ROOM = 8

export interface Listed<Value> {
  readonly word: string
  readonly value: Value
}

/**
 * A table of words for those who read a text unit by unit: a word is found by a hash made on the way, and need not be
 * cut out of its text first.
 */
export class WordTable<Value> {
  readonly #entries: readonly Listed<Value>[]
  readonly #hashes: Int32Array
  /** Where an entry is looked for: its number, counted from 1. */
  readonly #slots: Uint16Array
  readonly #shift: number

  /** Throws a RangeError in the unlikely case that two of the words have the same hash. */
  constructor(words: ReadonlyMap<string, Value>) {
    const bits = Math.ceil(Math.log2(ROOM * (words.size + 1)))
    this.#entries = Array.from(words, ([word, value]) => ({ word, value }))
    this.#hashes = Int32Array.from(this.#entries, ({ word }) => hashOf(word))
    this.#slots = new Uint16Array(1 << bits)
    this.#shift = 32 - bits
    this.#hashes.forEach((hash, number) => {
      const same = this.find(hash)
      if (same !== undefined) throw new RangeError(`another word has the hash of "${same.word}"`)
      let slot = this.#firstSlot(hash)
      while (this.#slots[slot] !== 0) slot = this.#next(slot)
      this.#slots[slot] = number + 1
    })
  }

  /** The entry with this hash, made by `hashOn` from 0 on. Who must be sure compares the words: others have it too. */
  find(hash: number): Listed<Value> | undefined {
    let slot = this.#firstSlot(hash)
    for (let taken = this.#slots[slot] ?? 0; taken > 0; taken = this.#slots[slot] ?? 0) {
      if (this.#hashes[taken - 1] === hash) return this.#entries[taken - 1]
      slot = this.#next(slot)
    }
    return undefined
  }

  #firstSlot(hash: number): number {
    return Math.imul(hash, MULTIPLIER) >>> this.#shift
  }

  #next(slot: number): number {
    return (slot + 1) & (this.#slots.length - 1)
  }
}

/** The hash of a word that is one code unit longer (FNV-1a, by units). */
export function hashOn(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, 16777619)
}

function hashOf(word: string): number {
  let hash = 0
  for (let at = 0; at < word.length; at++) hash = hashOn(hash, word.charCodeAt(at))
  return hash
}
