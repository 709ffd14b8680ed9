import { describe, expect, it } from 'vitest'
import { cues, STEM, stems } from './cues.ts'

describe('cues', () => {
  it('name a family at most once', () => {
    for (const [word, cue] of [...cues, ...stems]) {
      const families = cue.families.map(([family]) => family)
      expect(new Set(families).size, word).toBe(families.length)
    }
  })

  it('are written as the scan reads words: lower case and not too long', () => {
    for (const word of cues.keys()) {
      expect(word).toBe(word.toLowerCase())
      for (const part of word.split('_')) expect(part.length, word).toBeLessThanOrEqual(24)
    }
  })

  it('have stems of one length', () => {
    for (const stem of stems.keys()) expect(stem).toHaveLength(STEM)
  })
})
