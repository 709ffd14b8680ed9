import { analyse } from '../../src/analysis/analyse.ts'
import { promptFeatures } from '../../src/analysis/prompt-features.ts'
import type { PromptHeads } from '../../src/analysis/prompt-heads.ts'
import { ratesFor } from '../../src/routing/utility.ts'
import { promptRequest } from './prompt-request.ts'
import type { RouterUnderTest } from './router-under-test.ts'
import { shippedFleet } from './shipped-fleet.ts'

/** The router as it ships: its analysis, its abilities and its decision. */
export function shippedRouter(heads: PromptHeads): RouterUnderTest {
  return {
    profileOf: (prompt) => analyse(promptRequest(prompt), heads),
    featuresOf: (prompt) => promptFeatures(prompt).slice(),
    start: shippedFleet,
    worthOf: ({ difficulty }) => ratesFor(1, difficulty).value,
  }
}
