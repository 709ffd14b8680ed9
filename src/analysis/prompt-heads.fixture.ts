import { readFileSync } from 'node:fs'
import { promptHeadsOf } from './prompt-heads.ts'

/** The heads that are shipped. */
export const HEADS_SHIPPED = promptHeadsOf(
  readFileSync(new URL('./weights/prompt-heads.bin', import.meta.url)),
  'shipped',
)
