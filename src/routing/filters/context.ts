import { meets, servedContext } from '../context-need.ts'
import type { Filter } from '../filter.ts'

/** A prompt is never cut: the served context must hold it, with room for the answer. */
export const context: Filter = {
  name: 'context',
  reject(placement, { context: need }) {
    if (meets(placement, need)) return undefined
    const served = servedContext(placement) ?? 'an unknown number of'
    return `holds ${served} tokens, ${need.tokens} needed`
  },
}
